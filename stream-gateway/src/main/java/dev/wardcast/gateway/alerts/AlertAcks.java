package dev.wardcast.gateway.alerts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.upstream.Upstream;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Acknowledges alerts for a client that says so over its stream. */
@Singleton
public final class AlertAcks {

    private final Upstream upstream;
    private final String alertsUrl;
    private final JsonMapper json;

    AlertAcks(Upstream upstream, GatewayConfiguration configuration, JsonMapper json) {
        this.upstream = upstream;
        this.alertsUrl = configuration.getAlertsUrl();
        this.json = json;
    }

    /** What became of it. */
    public sealed interface Outcome {
        record Done(String status) implements Outcome {}

        /**
         * @param reason a code for programs
         * @param message for people
         */
        record Refused(String reason, String message) implements Outcome {}
    }

    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(@Nullable String status, @Nullable String note) {}

    /** Never fails; what goes wrong is a refusal. */
    public CompletionStage<Outcome> acknowledge(
            String token,
            @Nullable String alertId,
            @Nullable String patientId,
            @Nullable String status,
            @Nullable String note) {
        if (alertId == null || !Room.ID.matcher(alertId).matches()) {
            return refused("invalid_alert_id", "alert_id (expected: the id of an alert)");
        }
        if (patientId == null || !Room.ID.matcher(patientId).matches()) {
            return refused("invalid_patient_id", "patient_id (expected: the patient of the alert)");
        }
        String path = "/api/v1/alerts/alerts/" + alertId + "/acknowledge?patient_id=" + patientId;
        return upstream.<Outcome>async(
                        () -> {
                            byte[] body = json.writeValueAsBytes(new Body(status, note));
                            return outcome(
                                    upstream.send(
                                            token,
                                            Upstream.request(alertsUrl, path)
                                                    .header("Content-Type", "application/json")
                                                    .POST(BodyPublishers.ofByteArray(body))));
                        })
                .exceptionally(away ->
                        new Outcome.Refused(
                                "alert_service_unavailable",
                                "The alert could not be acknowledged now; try again."));
    }

    private static CompletionStage<Outcome> refused(String reason, String message) {
        return CompletableFuture.completedFuture(new Outcome.Refused(reason, message));
    }

    private Outcome outcome(HttpResponse<byte[]> response) throws IOException {
        JsonNode answer = json.readValue(response.body(), JsonNode.class);
        return response.statusCode() == 200
                ? new Outcome.Done(text(answer, "status", "acknowledged"))
                : new Outcome.Refused(
                        text(answer, "code", "refused"), text(answer, "detail", "Refused."));
    }

    private static String text(@Nullable JsonNode object, String field, String otherwise) {
        JsonNode value = object == null ? null : object.get(field);
        return value == null || !value.isString() ? otherwise : value.getStringValue();
    }
}
