package dev.wardcast.alerts.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.alerts.life.AckPayload;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.Problem;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Acknowledges alerts, one or many. */
@Controller("/api/v1/alerts")
@ExecuteOn(TaskExecutors.BLOCKING)
class AcknowledgeController {

    private static final int LARGEST_BATCH = 100;

    private final AckDesk desk;
    private final JsonMapper json;

    AcknowledgeController(AckDesk desk, JsonMapper json) {
        this.desk = desk;
        this.json = json;
    }

    /** Acknowledges an alert; a second time changes nothing and gets the first answer. */
    @Post("/alerts/{alertId}/acknowledge")
    AckPayload acknowledge(
            Caller caller,
            Actor actor,
            String alertId,
            @QueryValue("patient_id") @Nullable String patientId,
            @Body @Nullable AckRequest body)
            throws SQLException {
        if (patientId == null || patientId.isEmpty()) {
            throw ProblemException.badRequest(
                    "missing_patient_id", "patient_id (expected: the patient of the alert)");
        }
        return desk.acknowledge(
                caller, actor, alertId, patientId, body == null ? AckRequest.EMPTY : body);
    }

    /** Acknowledges many; each has a result of its own. */
    @Post("/acknowledge")
    BatchAnswer acknowledge(Caller caller, Actor actor, @Body Batch batch) throws SQLException {
        List<JsonNode> items = batch.alerts();
        if (items == null || items.isEmpty() || items.size() > LARGEST_BATCH) {
            throw ProblemException.badRequest(
                    "invalid_alerts", "alerts (expected: 1 to " + LARGEST_BATCH + ")");
        }
        List<BatchResult> results = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            results.add(acknowledge(caller, actor, read(item)));
        }
        return new BatchAnswer(results);
    }

    /** Each item is read by itself, so that a bad one spoils no other. */
    private BatchItem read(JsonNode item) {
        try {
            BatchItem read = json.readValueFromTree(item, BatchItem.class);
            return read == null ? BatchItem.NONE : read;
        } catch (IOException | RuntimeException malformed) {
            return BatchItem.NONE;
        }
    }

    private BatchResult acknowledge(Caller caller, Actor actor, BatchItem item)
            throws SQLException {
        try {
            if (item.alertId() == null || item.patientId() == null) {
                throw ProblemException.badRequest(
                        "missing_field", "alert_id, patient_id (expected: both)");
            }
            AckPayload ack =
                    desk.acknowledge(
                            caller,
                            actor,
                            item.alertId(),
                            item.patientId(),
                            new AckRequest(item.status(), item.note()));
            return new BatchResult(item.alertId(), 200, ack, null);
        } catch (ProblemException refusal) {
            return new BatchResult(
                    item.alertId(), refusal.status().getCode(), null, refusal.toProblem());
        }
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record Batch(@Nullable List<JsonNode> alerts) {}

    @Serdeable(naming = SnakeCaseStrategy.class)
    record BatchItem(
            @Nullable String alertId,
            @Nullable String patientId,
            @Nullable String status,
            @Nullable String note) {
        static final BatchItem NONE = new BatchItem(null, null, null, null);
    }

    @Serdeable(naming = SnakeCaseStrategy.class)
    record BatchAnswer(List<BatchResult> results) {}

    /**
     * @param status as if it had been asked for alone
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BatchResult(
            @Nullable String alertId,
            int status,
            @Nullable AckPayload acknowledgement,
            @Nullable Problem problem) {}
}
