package dev.wardcast.gateway.stream;

import static dev.wardcast.testsupport.Patience.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.kit.crypto.SealedEvents;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RedisMonitor;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.testsupport.WebSocketClient;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SealedEventsTest {

    private final Person user = SharedGateway.world().with("NURSE");
    private final Room room = new Room.User(user.id());

    private SseClient stream(String lastEventId) {
        return SseClient.to("http://localhost:" + SharedGateway.port() + "/api/events/stream")
                .bearer(user.token())
                .lastEventId(lastEventId)
                .connect();
    }

    private static void publish(NewEvent event) {
        SharedGateway.service().bean(EventLog.class).publish(event).toCompletableFuture().join();
    }

    private NewEvent event(String json) {
        String id = UUID.randomUUID().toString();
        return NewEvent.once(
                id, room, EventType.USER_NOTIFICATION, Instant.now(), json.getBytes(UTF_8));
    }

    @Test
    void clients_read_what_redis_never_saw_live_and_after_a_resume() throws Exception {
        String secret = "secret-" + UUID.randomUUID();
        String json = "{\"type\":\"new_message\",\"text\":\"" + secret + "\"}";
        SealedEvents sealed = SharedGateway.service().bean(SealedEvents.class);
        try (RedisMonitor monitor = new RedisMonitor(TestServers.redisUrl());
                SseClient stream = stream("");
                WebSocketClient socket = SharedGateway.webSocket(user, "/realtime/ws")) {
            String begun = stream.awaitLastEventId(SOON);
            socket.send("{\"type\":\"subscribe\",\"room\":\"" + room.name() + "\"}");
            socket.await("subscribed");
            NewEvent event = sealed.seal(event(json));
            publish(event);
            assertEquals(json, stream.awaitEvents(1, SOON).getFirst().data());
            String frame = socket.await(secret);
            assertTrue(frame.contains("\"data\":" + json), frame);
            try (SseClient later = stream(begun)) {
                assertEquals(json, later.awaitEvents(1, SOON).getFirst().data());
            }
            await().until(() -> monitor.sawAny(event.id()));
            assertTrue(monitor.sawAny("sealed") && !monitor.sawAny(secret));
        }
    }

    @Test
    void an_event_that_can_not_be_opened_is_said_and_the_stream_goes_on() {
        try (SseClient stream = stream("")) {
            stream.awaitLastEventId(SOON);
            NewEvent foreign = event("{\"sealed\":\"v1.lost.AAAA\"}");
            publish(foreign);
            publish(event("{\"n\":2}"));
            assertEquals(
                    "{\"type\":\"unreadable\",\"id\":\"" + foreign.id() + "\"}",
                    stream.awaitEvents(2, SOON).getFirst().data());
            assertEquals("{\"n\":2}", stream.events().getLast().data());
        }
    }
}
