package dev.wardcast.gateway.http;

import static dev.wardcast.gateway.http.Rooms.named;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.access.ChosenRooms;
import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.gateway.access.RoomPlans;
import dev.wardcast.gateway.alerts.AlertRefill;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.gateway.websocket.Talk;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.TakesTicket;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Rooms of every kind as named events: given ones over SSE, chosen ones over WebSocket. */
@TakesTicket
@Controller("/realtime")
@Tag(name = "realtime streams")
final class RealtimeStreams {

    private final StreamDesk desk;
    private final RoomPlans plans;
    private final AlertRefill refill;

    RealtimeStreams(StreamDesk desk, RoomPlans plans, AlertRefill refill) {
        this.desk = desk;
        this.plans = plans;
        this.refill = refill;
    }

    // --- Server-Sent Events

    @Get(
            value = "/events",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(summary = "What concerns everyone signed in, and administrators")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    CompletionStage<HttpResponse<?>> everyone(HttpRequest<?> http, Caller caller) {
        return events(
                http,
                caller,
                "events",
                plans.anyOf(new Room.SystemAlerts(), new Room.AdminUpdates()));
    }

    @Get(
            value = "/events/patient/{id}",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(summary = "What concerns one patient: those of the patient's rooms one may see")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    CompletionStage<HttpResponse<?>> patient(HttpRequest<?> http, Caller caller, String id) {
        return events(http, caller, "patient-events", ofPatient(id));
    }

    @Get(
            value = "/events/hospital/{id}",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(summary = "What concerns one hospital: those of its rooms one may see")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    CompletionStage<HttpResponse<?>> hospital(HttpRequest<?> http, Caller caller, String id) {
        return events(http, caller, "hospital-events", ofHospital(id));
    }

    @Get(
            value = "/events/device/{type}/{id}",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(summary = "What one device sends, and its status")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    CompletionStage<HttpResponse<?>> device(
            HttpRequest<?> http, Caller caller, String type, String id) {
        return events(
                http,
                caller,
                "device-events",
                plans.anyOf(
                        named(() -> new Room.Device(type, id)),
                        named(() -> new Room.DeviceStatus(type, id))));
    }

    private CompletionStage<HttpResponse<?>> events(
            HttpRequest<?> http, Caller caller, String endpoint, RoomPlan plan) {
        return desk.sse(http, caller, Offer.of(endpoint, plan, Dialect.EVENTS).refilledBy(refill));
    }

    // --- WebSocket

    @Get("/ws")
    @Operation(summary = "Rooms that the client chooses")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    CompletionStage<HttpResponse<?>> rooms(HttpRequest<?> http, Caller caller) {
        return webSocket(http, caller, "rooms", plans.chosen(), null);
    }

    @Get("/ws/patient/{id}")
    @Operation(summary = "One patient's rooms, and more that the client chooses")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    CompletionStage<HttpResponse<?>> patientRooms(HttpRequest<?> http, Caller caller, String id) {
        return webSocket(http, caller, "patient-rooms", plans.chosenBeside(ofPatient(id)), id);
    }

    @Get("/ws/hospital/{id}")
    @Operation(summary = "One hospital's rooms, and more that the client chooses")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    CompletionStage<HttpResponse<?>> hospitalRooms(HttpRequest<?> http, Caller caller, String id) {
        return webSocket(http, caller, "hospital-rooms", plans.chosenBeside(ofHospital(id)), null);
    }

    @Get("/ws/patient/{id}/waveform")
    @Operation(
            summary = "One patient's waveforms",
            description =
                    "Binary frames as devices send them, the last ten seconds first;"
                            + " docs/waveforms.md has their layout.")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    CompletionStage<HttpResponse<?>> waveform(HttpRequest<?> http, Caller caller, String id) {
        return desk.webSocket(
                http,
                caller,
                Offer.of(
                                "patient-waveform",
                                plans.anyOf(named(() -> new Room.PatientWaveform(id))),
                                Dialect.EVENTS)
                        .talking(Talk.listening()));
    }

    private CompletionStage<HttpResponse<?>> webSocket(
            HttpRequest<?> http,
            Caller caller,
            String endpoint,
            ChosenRooms rooms,
            @Nullable String patientId) {
        return desk.webSocket(
                http,
                caller,
                Offer.of(endpoint, rooms, Dialect.EVENTS)
                        .refilledBy(refill)
                        .talking(Talk.aboutRooms(rooms, patientId)));
    }

    // --- rooms

    private RoomPlan ofPatient(String id) {
        return plans.anyOf(
                named(() -> new Room.Patient(id)),
                named(() -> new Room.PatientVitals(id)),
                named(() -> new Room.PatientAlerts(id)));
    }

    private RoomPlan ofHospital(String id) {
        return plans.anyOf(
                named(() -> new Room.Hospital(id)),
                named(() -> new Room.HospitalAlerts(id)),
                named(() -> new Room.HospitalDevices(id)));
    }
}
