package dev.wardcast.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.WebSocketClient;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One gateway for all tests that need no settings of their own. It stays as long as the JVM; tests
 * keep apart by people and patients of their own.
 */
public final class SharedGateway {

    private static final StandInAlertService ALERTS = new StandInAlertService();
    private static final ServiceUnderTest GATEWAY =
            new ServiceUnderTest(
                    Map.of(
                            "wardcast.gateway.alerts-url",
                            ALERTS.url(),
                            "wardcast.gateway.test-publish",
                            true));
    private static final EventLog LOG = GATEWAY.bean(EventLog.class);

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            GATEWAY.close();
                            ALERTS.close();
                        }));
    }

    private SharedGateway() {}

    public static ServiceUnderTest service() {
        return GATEWAY;
    }

    public static AccessWorld world() {
        return GATEWAY.world();
    }

    public static StandInAlertService alerts() {
        return ALERTS;
    }

    public static int port() {
        return GATEWAY.port();
    }

    public static WebSocketClient webSocket(Person who, String path) {
        return new WebSocketClient(port(), path, who.token());
    }

    public static RawWebSocket raw(Person who, String path, String... headers) throws IOException {
        return RawWebSocket.open(port(), path, who.token(), headers);
    }

    /** Publishes {@code {"n":number}}, and says where it is. */
    public static String publish(Room room, EventType type, int number) {
        return publish(room, type, "{\"n\":" + number + "}");
    }

    /**
     * @return the position after the event
     */
    public static String publish(Room room, EventType type, String json) {
        String id = UUID.randomUUID().toString();
        return publish(NewEvent.once(id, room, type, Instant.now(), json.getBytes(UTF_8)));
    }

    /** A reading that the next one in this room supersedes. */
    public static String publishReading(Room room, String json) {
        return publish(
                NewEvent.reading(
                        UUID.randomUUID().toString(),
                        room,
                        EventType.PATIENT_VITALS_UPDATE,
                        Instant.now(),
                        json.getBytes(UTF_8),
                        "heart_rate"));
    }

    private static String publish(NewEvent event) {
        try {
            EventLog.Appended appended =
                    LOG.publish(event).toCompletableFuture().get(10, TimeUnit.SECONDS);
            return Position.of(0, new Cursor(appended.epoch(), appended.clock())).text();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
