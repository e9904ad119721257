package dev.wardcast.gateway.http;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.gateway.access.RoomPlans;
import dev.wardcast.gateway.alerts.AlertRefill;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.gateway.stream.Wanted;
import dev.wardcast.gateway.websocket.Talk;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.access.TakesTicket;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Alerts, as Server-Sent Events and over WebSocket. */
@TakesTicket
@Controller
@Tag(name = "alert streams")
final class AlertStreams {

    private static final String EVERYBODY = "*";

    private final StreamDesk desk;
    private final RoomPlans plans;
    private final AlertRefill refill;

    AlertStreams(StreamDesk desk, RoomPlans plans, AlertRefill refill) {
        this.desk = desk;
        this.plans = plans;
        this.refill = refill;
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
    CompletionStage<HttpResponse<?>> ofCaregiver(
            HttpRequest<?> http, Caller caller, @Nullable @QueryValue("min_tier") String minTier) {
        return desk.sse(
                http,
                caller,
                Offer.of("caregiver-alerts", plans.caregiversPatients(), Dialect.DATA)
                        .wanting(atLeast(minTier))
                        .refilledBy(refill));
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
            @Nullable @QueryValue("patient_id") String patientId,
            @Nullable @QueryValue("min_tier") String minTier) {
        return desk.sse(http, caller, alerts(role, patientId, minTier));
    }

    @Get("/ws")
    @Operation(summary = "Alerts of one patient, over WebSocket")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    CompletionStage<HttpResponse<?>> webSocket(
            HttpRequest<?> http,
            Caller caller,
            @Nullable @QueryValue("role") String role,
            @Nullable @QueryValue("patient_id") String patientId,
            @Nullable @QueryValue("min_tier") String minTier) {
        Offer offer = alerts(role, patientId, minTier);
        boolean everybody = EVERYBODY.equals(patientId);
        return desk.webSocket(
                http, caller, offer.talking(Talk.aboutAlerts(everybody ? null : patientId)));
    }

    @Get("/api/v1/alerts/ws")
    @Operation(summary = "Alerts of one patient, over WebSocket")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    CompletionStage<HttpResponse<?>> webSocketBesideTheOthers(
            HttpRequest<?> http,
            Caller caller,
            @Nullable @QueryValue("role") String role,
            @Nullable @QueryValue("patient_id") String patientId,
            @Nullable @QueryValue("min_tier") String minTier) {
        return webSocket(http, caller, role, patientId, minTier);
    }

    private Offer alerts(
            @Nullable String role, @Nullable String patientId, @Nullable String minTier) {
        return Offer.of("alerts", plan(role(role), patientId), Dialect.DATA)
                .wanting(atLeast(minTier))
                .refilledBy(refill);
    }

    private RoomPlan plan(Role role, @Nullable String patientId) {
        if (patientId == null || patientId.isEmpty()) {
            throw ProblemException.badRequest(
                    "missing_parameter", "patient_id (expected: the id of a patient)");
        }
        if (!patientId.equals(EVERYBODY)) {
            return plans.oneRoom(role, Rooms.named(() -> new Room.PatientAlerts(patientId)));
        }
        if (role != Role.ADMIN) {
            throw ProblemException.forbidden("admin_only", "patient_id=* needs role=admin");
        }
        return plans.everyPatient();
    }

    private static Wanted atLeast(@Nullable String tier) {
        return tier == null || tier.isEmpty() ? Wanted.EVERYTHING : MinTier.parse(tier);
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
                    "invalid_parameter", "role (expected: one of " + List.of(Role.values()) + ")");
        }
    }
}
