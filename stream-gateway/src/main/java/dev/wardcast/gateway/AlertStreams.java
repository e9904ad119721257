package dev.wardcast.gateway;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.RoomHub;
import dev.wardcast.gateway.access.AccessWatch;
import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.gateway.access.RoomPlans;
import dev.wardcast.gateway.refill.AlertRefill;
import dev.wardcast.gateway.sse.Dialect;
import dev.wardcast.gateway.sse.StreamOpener;
import dev.wardcast.gateway.sse.StreamRequest;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.RequestTokens;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Alerts as Server-Sent Events. */
@Controller
@Tag(name = "alert streams")
final class AlertStreams {

    private final RoomHub hub;
    private final RoomPlans plans;
    private final StreamOpener opener;
    private final AlertRefill refill;
    private final AccessWatch watch;
    private final GatewayConfiguration configuration;

    AlertStreams(
            RoomHub hub,
            RoomPlans plans,
            StreamOpener opener,
            AlertRefill refill,
            AccessWatch watch,
            GatewayConfiguration configuration) {
        this.hub = hub;
        this.plans = plans;
        this.opener = opener;
        this.refill = refill;
        this.watch = watch;
        this.configuration = configuration;
    }

    @Get(
            value = "/api/v1/caregivers/alerts/stream",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(
            summary = "Alerts of every patient that the caregiver has",
            description =
                    "Server-Sent Events. Resume with Last-Event-ID; a gap is announced as `event: gap`.")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    @ApiResponse(responseCode = "401", description = "no valid token")
    @ApiResponse(responseCode = "403", description = "neither CAREGIVER nor ADMIN")
    CompletionStage<HttpResponse<?>> ofCaregiver(HttpRequest<?> http, Caller caller) {
        return open(http, caller, plans.caregiversPatients(caller));
    }

    @Get(
            value = "/api/v1/alerts/stream",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(summary = "Alerts of one patient")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    @ApiResponse(responseCode = "400", description = "role or patient_id is missing or malformed")
    @ApiResponse(responseCode = "401", description = "no valid token")
    @ApiResponse(responseCode = "403", description = "not a role of the user, or no access")
    @ApiResponse(responseCode = "404", description = "no such patient")
    CompletionStage<HttpResponse<?>> ofPatient(
            HttpRequest<?> http,
            Caller caller,
            @Nullable @QueryValue("role") String role,
            @Nullable @QueryValue("patient_id") String patientId) {
        Role used = role(role);
        if (patientId == null || patientId.isEmpty()) {
            throw ProblemException.badRequest(
                    "missing_parameter", "patient_id (expected: the id of a patient)");
        }
        if (patientId.equals("*")) {
            if (used != Role.ADMIN) {
                throw ProblemException.forbidden("admin_only", "patient_id=* needs role=admin");
            }
            return open(http, caller, plans.everyPatient(caller));
        }
        return open(http, caller, plans.oneRoom(caller, used, alertsOf(patientId)));
    }

    private static Room alertsOf(String patientId) {
        try {
            return new Room.PatientAlerts(patientId);
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest(
                    "invalid_parameter", "patient_" + malformed.getMessage());
        }
    }

    private static Role role(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw ProblemException.badRequest(
                    "missing_parameter", "role (expected: a role that you have)");
        }
        try {
            return Role.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw ProblemException.badRequest(
                    "invalid_parameter",
                    "role (expected: one of " + java.util.List.of(Role.values()) + ")");
        }
    }

    private CompletionStage<HttpResponse<?>> open(
            HttpRequest<?> http, Caller caller, RoomPlan plan) {
        Optional<Position> position = position(http);
        String token = RequestTokens.of(http).orElse("");
        CompletableFuture<HttpResponse<?>> answer = new CompletableFuture<>();
        plan.decide()
                .whenComplete((rooms, failure) -> {
                    if (failure != null) {
                        refuse(
                                answer,
                                new Decision.Undecided("Access can't be decided at the moment."));
                        return;
                    }
                    switch (rooms) {
                        case RoomPlan.Rooms.Of ignored when http.getMethod() == HttpMethod.HEAD ->
                                answer.complete(
                                        HttpResponse.ok()
                                                .contentType(MediaType.TEXT_EVENT_STREAM_TYPE));
                        case RoomPlan.Rooms.Of(java.util.Set<Room> now) ->
                                opener.open(
                                        http,
                                        new StreamRequest(
                                                caller,
                                                token,
                                                plan,
                                                Dialect.ALERTS,
                                                position,
                                                refill,
                                                hub,
                                                configuration.getRetry(),
                                                configuration.getMaxPending()),
                                        now,
                                        watch::decideAgain);
                        case RoomPlan.Rooms.Refused(Decision why) -> refuse(answer, why);
                    }
                });
        // Completes only if the stream is refused: once it is open, the channel is not HTTP any
        // more.
        return answer;
    }

    private static void refuse(CompletableFuture<HttpResponse<?>> answer, Decision why) {
        AccessRefusals.refusal(why)
                .ifPresentOrElse(
                        answer::completeExceptionally,
                        () ->
                                answer.completeExceptionally(
                                        new IllegalStateException("a refusal that allows")));
    }

    /**
     * A client's position: the header that browsers send, else the parameter for those that can't.
     */
    private static Optional<Position> position(HttpRequest<?> http) {
        return http.getHeaders()
                .findFirst("Last-Event-ID")
                .or(() -> http.getParameters().getFirst("last_event_id"))
                .filter(text -> !text.isEmpty())
                .map(text -> Position.parse(text).orElseGet(AlertStreams::unknown));
    }

    private static Position unknown() {
        return new Position(new TreeMap<>(java.util.Map.of(0, Cursor.UNKNOWN)));
    }
}
