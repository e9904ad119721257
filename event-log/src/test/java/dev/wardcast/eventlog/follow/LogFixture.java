package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.ReadingLog;
import dev.wardcast.eventlog.vitals.RedisReadingLog;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A log and the nodes that listen to it. */
final class LogFixture implements AutoCloseable {

    private static final LuaScript COUNT_NODES =
            LuaScript.of("return redis.call('PUBSUB', 'SHARDNUMSUB', ARGV[1])[2]");

    final String uri;
    final RedisLink redis;
    final LogOptions options;
    final Keys keys;
    final EventLog log;
    final ReadingLog readings;
    private final List<AutoCloseable> opened = new ArrayList<>();

    LogFixture(String uri, LogOptions options) {
        this.uri = uri;
        this.redis = RedisLink.connect(uri);
        this.options = options;
        this.keys = new Keys(options.partitions());
        this.log = new RedisEventLog(redis, options);
        this.readings = new RedisReadingLog(redis, options);
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

    /**
     * A reading as it stands in the queue: of a patient, by the one device that the patient has.
     */
    static Entry entry(String patient, int number) {
        return entry(patient, "m-" + patient, number);
    }

    static Entry entry(String patient, String device, int number) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Entry(
                "1767051000000-" + number,
                new Sample(
                        "monitor",
                        device,
                        patient,
                        VitalType.HEART_RATE,
                        List.of(60.0 + number % 100),
                        now,
                        now,
                        OptionalLong.of(number)));
    }

    /** The id of its event in the patient's room. */
    static String idOf(Entry entry) {
        return "v0-" + entry.id() + "-p";
    }

    void publishReadings(List<Entry> entries) {
        readings.prepare(0, entries)
                .publish()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    boolean isHeard(Room room) {
        int partition = keys.partitionOf(room.name());
        byte[][] log = {Keys.bytes(keys.log(partition))};
        byte[][] channel = {Keys.bytes(keys.channel(partition, room.name()))};
        long nodes =
                COUNT_NODES
                        .<Long>eval(redis.commands(), ScriptOutputType.INTEGER, log, channel)
                        .toCompletableFuture()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join();
        return nodes > 0;
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
