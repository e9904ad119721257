package dev.wardcast.gateway.http;

import static dev.wardcast.gateway.http.Rooms.named;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.access.RoomPlans;
import dev.wardcast.gateway.sessions.SessionRefill;
import dev.wardcast.gateway.stream.Dialect;
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

/** A session's steps, and the signed-in user's own notifications. */
@TakesTicket
@Controller("/api")
@Tag(name = "personal streams")
final class PersonalStreams {

    private final StreamDesk desk;
    private final RoomPlans plans;
    private final SessionRefill refill;

    PersonalStreams(StreamDesk desk, RoomPlans plans, SessionRefill refill) {
        this.desk = desk;
        this.plans = plans;
        this.refill = refill;
    }

    @Get(
            value = "/sessions/{id}/status/stream",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(
            summary = "How far a session's processing is",
            description = "Begins with where it stands; ends after `complete` or `error`.")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    @ApiResponse(
            responseCode = "204",
            description = "the client has been told the last step; it need not come again")
    @ApiResponse(responseCode = "404", description = "no such session")
    CompletionStage<HttpResponse<?>> session(HttpRequest<?> http, Caller caller, String id) {
        return desk.sse(http, caller, steps(id));
    }

    @Get("/sessions/{id}/status/ws")
    @Operation(summary = "How far a session's processing is, over WebSocket")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    CompletionStage<HttpResponse<?>> sessionWebSocket(
            HttpRequest<?> http, Caller caller, String id) {
        return desk.webSocket(http, caller, steps(id));
    }

    private Offer steps(String id) {
        return Offer.of(
                        "session-steps",
                        plans.anyOf(named(() -> new Room.Session(id))),
                        Dialect.STEPS)
                .refilledBy(refill);
    }

    @Get(
            value = "/events/stream",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(summary = "The signed-in user's notifications")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    CompletionStage<HttpResponse<?>> notifications(HttpRequest<?> http, Caller caller) {
        return desk.sse(
                http,
                caller,
                Offer.of("notifications", plans.inbox(), Dialect.DATA)
                        .wanting(new Timely(caller.userId())));
    }

    @Get(
            value = "/sse",
            produces = {MediaType.TEXT_EVENT_STREAM, MediaType.ALL})
    @Operation(summary = "The signed-in user's notifications")
    @ApiResponse(responseCode = "200", description = "text/event-stream")
    CompletionStage<HttpResponse<?>> notificationsToo(HttpRequest<?> http, Caller caller) {
        return notifications(http, caller);
    }
}
