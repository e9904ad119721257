package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A log and the nodes that listen to it. */
final class LogFixture implements AutoCloseable {

    final String uri;
    final RedisLink redis;
    final LogOptions options;
    final Keys keys;
    final EventLog log;
    private final List<AutoCloseable> opened = new ArrayList<>();

    LogFixture(String uri, LogOptions options) {
        this.uri = uri;
        this.redis = RedisLink.connect(uri);
        this.options = options;
        this.keys = new Keys(options.partitions());
        this.log = new RedisEventLog(redis, options);
    }

    /** Small rings and short intervals, so that tests pass through every path. */
    static LogOptions options(int partitions) {
        return new LogOptions(
                partitions,
                Duration.ofHours(1),
                100,
                10_000,
                Duration.ofHours(2),
                Duration.ofDays(1),
                Duration.ofHours(1),
                16,
                Duration.ofMillis(300),
                Duration.ofMillis(300));
    }

    RoomHub node() {
        return node(DeliveryObserver.NONE);
    }

    RoomHub node(DeliveryObserver observer) {
        RedisLink link = RedisLink.connect(uri);
        RoomHub hub = new RoomHub(link, options, UUID.randomUUID().toString(), observer);
        hub.start();
        opened.add(link);
        opened.add(hub);
        return hub;
    }

    static Room room(String name) {
        return new Room.PatientAlerts(name);
    }

    static NewEvent event(Room room, String id) {
        return NewEvent.once(
                id,
                room,
                EventType.PATIENT_ALERT,
                Instant.now(),
                ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    static NewEvent reading(Room room, String id, String collapseKey) {
        return NewEvent.reading(
                id,
                room,
                EventType.PATIENT_VITALS_UPDATE,
                Instant.now(),
                ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8),
                collapseKey);
    }

    /** In their order, without waiting for each. */
    void publishAll(List<NewEvent> events) {
        List<? extends java.util.concurrent.CompletionStage<?>> under =
                events.stream().map(log::publish).toList();
        under.forEach(each -> each.toCompletableFuture().join());
    }

    EventLog.Appended publish(Room room, String id) {
        return publish(event(room, id));
    }

    EventLog.Appended publish(NewEvent event) {
        try {
            return log.publish(event).toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Appends an event whose announcement nobody hears, as if Redis had dropped the message. */
    void publishUnheard(Room room, String id) {
        RedisLink deaf = redis;
        new UnheardLog(deaf, keys).append(event(room, id));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        redis.close();
    }
}
