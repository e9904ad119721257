package dev.wardcast.gateway.http;

import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.Drain;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.access.AccessWatch;
import dev.wardcast.gateway.access.RoomPlan.Rooms;
import dev.wardcast.gateway.access.RoomPlans;
import dev.wardcast.gateway.audit.StreamAudit;
import dev.wardcast.gateway.sse.SseDoor;
import dev.wardcast.gateway.sse.SseWire;
import dev.wardcast.gateway.stream.OpenStreams;
import dev.wardcast.gateway.stream.StreamRequest;
import dev.wardcast.gateway.stream.Wire;
import dev.wardcast.gateway.websocket.WebSocketDoor;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.RequestTokens;
import dev.wardcast.kit.audit.Actors;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.websocket.Takeover;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Where a request becomes a stream, or is refused before it does: one place for all endpoints. */
@Singleton
final class StreamDesk {

    private static final int RETRY_SECONDS = 5;

    private final SseDoor sse;
    private final WebSocketDoor webSocket;
    private final OpenStreams open;
    private final AccessWatch watch;
    private final RoomPlans plans;
    private final Actors actors;
    private final StreamAudit audit;
    private final Drain drain;
    private final GatewayConfiguration configuration;

    StreamDesk(
            SseDoor sse,
            WebSocketDoor webSocket,
            OpenStreams open,
            AccessWatch watch,
            RoomPlans plans,
            Actors actors,
            StreamAudit audit,
            Drain drain,
            GatewayConfiguration configuration) {
        this.sse = sse;
        this.webSocket = webSocket;
        this.open = open;
        this.watch = watch;
        this.plans = plans;
        this.actors = actors;
        this.audit = audit;
        this.drain = drain;
        this.configuration = configuration;
    }

    /**
     * Opens a stream of Server-Sent Events. The answer completes only if it is refused: once it is
     * open, the channel is not HTTP any more.
     */
    CompletionStage<HttpResponse<?>> sse(HttpRequest<?> http, Caller caller, Offer offer) {
        Start start = Beginning.of(http, offer.dialect());
        Wire wire = SseWire.of(offer.dialect());
        StreamRequest request = request(http, caller, offer, wire, start);
        return whenAllowed(
                http,
                request,
                (rooms, answer) -> {
                    if (http.getMethod() == HttpMethod.HEAD) {
                        open.release(caller.userId());
                        answer.complete(
                                HttpResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM_TYPE));
                    } else if (Beginning.hasSeenTheEnd(http)) {
                        open.release(caller.userId());
                        answer.complete(HttpResponse.noContent());
                    } else {
                        sse.open(http, request, rooms, watch::decideAgain);
                    }
                });
    }

    /** Opens a WebSocket; otherwise as {@link #sse}. */
    CompletionStage<HttpResponse<?>> webSocket(HttpRequest<?> http, Caller caller, Offer offer) {
        WebSocketDoor.Upgrade upgrade = webSocket.upgrade(http);
        Start start = Beginning.of(http, offer.dialect());
        StreamRequest request = request(http, caller, offer, upgrade.wire(offer.dialect()), start);
        return whenAllowed(
                http,
                request,
                (rooms, answer) -> upgrade.open(request, rooms, offer.talk(), watch::decideAgain));
    }

    private StreamRequest request(
            HttpRequest<?> http, Caller caller, Offer offer, Wire wire, Start start) {
        return new StreamRequest(
                offer.endpoint(),
                caller,
                actors.of(http),
                RequestTokens.of(http).orElse(""),
                plans.withGroups(offer.plan(), start),
                wire,
                start,
                offer.wanted(),
                offer.refill());
    }

    private interface Opening {
        void open(Set<Room> rooms, CompletableFuture<HttpResponse<?>> answer);
    }

    private CompletionStage<HttpResponse<?>> whenAllowed(
            HttpRequest<?> http, StreamRequest request, Opening opening) {
        if (!Takeover.possible(http)) {
            throw ProblemException.badRequest(
                    "pipelined",
                    "A stream has its connection to itself (expected: the answers to earlier"
                            + " requests are awaited first)");
        }
        Caller caller = request.caller();
        takePlace(caller);
        CompletableFuture<HttpResponse<?>> answer = new CompletableFuture<>();
        Consumer<Decision> refuse =
                why -> {
                    open.release(caller.userId());
                    ProblemException refusal = AccessRefusals.refusal(why).orElseThrow();
                    audit.refused(
                            actors.of(http), request.endpoint(), http.getPath(), refusal.code());
                    answer.completeExceptionally(refusal);
                };
        request.plan()
                .decide(caller)
                .whenComplete((rooms, failure) -> {
                    if (failure != null) {
                        refuse.accept(
                                new Decision.Undecided("Access can't be decided at the moment."));
                        return;
                    }
                    switch (rooms) {
                        case Rooms.Of(Set<Room> now) -> opening.open(now, answer);
                        case Rooms.Refused(Decision why) -> refuse.accept(why);
                    }
                });
        return answer;
    }

    private void takePlace(Caller caller) {
        if (drain.draining()) {
            throw ProblemException.retryLater(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "draining",
                    "This node is going away; another one takes over.",
                    1);
        }
        switch (open.admit(
                caller.userId(),
                configuration.getMaxConnectionsPerUser(),
                configuration.getMaxConnections())) {
            case ADMITTED -> {}
            case TOO_MANY_OF_USER ->
                    throw ProblemException.retryLater(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too_many_streams",
                            "You have "
                                    + configuration.getMaxConnectionsPerUser()
                                    + " streams open here; close one first.",
                            RETRY_SECONDS);
            case TOO_MANY ->
                    throw ProblemException.retryLater(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            "node_full",
                            "This node has as many streams as it takes; try again.",
                            RETRY_SECONDS);
        }
    }
}
