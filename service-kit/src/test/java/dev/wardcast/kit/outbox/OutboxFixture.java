package dev.wardcast.kit.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.trace.Tracing;
import dev.wardcast.testsupport.TestServers;
import io.lettuce.core.Range;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** A schema with an outbox, and a log. */
final class OutboxFixture implements AutoCloseable {

    private final String url = TestServers.freshDatabaseUrl() + "&currentSchema=wards";
    private final List<OutboxRelay> relays = new ArrayList<>();
    final RedisLink redis;
    final RedisEventLog log;
    final OutboxProgress progress =
            new OutboxProgress("wards", Clock.systemUTC(), new SimpleMeterRegistry());

    OutboxFixture(String redisUrl) {
        redis = RedisLink.connect(redisUrl);
        log = new RedisEventLog(redis, LogOptions.DEFAULTS);
        Flyway.configure()
                .dataSource(url, null, null)
                .schemas("wards")
                .locations("classpath:db/outbox")
                .load()
                .migrate();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Neither polls nor prunes within the time of a test unless told so. */
    OutboxRelay startRelay() {
        return startRelay(Duration.ofMinutes(5), Duration.ofDays(7));
    }

    OutboxRelay startRelay(Duration poll, Duration retention) {
        return startRelay(log, poll, retention);
    }

    OutboxRelay startRelay(EventLog into, Duration poll, Duration retention) {
        OutboxRelay relay =
                new OutboxRelay(
                        new OutboxConfiguration("wards", 64, poll, retention),
                        this::connect,
                        into,
                        progress,
                        Tracing.OFF);
        relays.add(relay);
        relay.start();
        return relay;
    }

    static Room.PatientAlerts freshRoom() {
        return new Room.PatientAlerts("p-" + UUID.randomUUID());
    }

    static NewEvent event(Room room, String id) {
        return NewEvent.once(
                id,
                room,
                EventType.PATIENT_ALERT,
                Instant.now(),
                "{\"id\":\"%s\"}".formatted(id).getBytes(UTF_8));
    }

    void commit(NewEvent... events) throws SQLException {
        try (Connection tx = connect()) {
            tx.setAutoCommit(false);
            new Outbox().add(tx, List.of(events));
            tx.commit();
        }
    }

    /** Ids of the events in the room's buffer, in its order. */
    List<String> published(Room room) throws Exception {
        String buffer = new Keys(1).buffer(0, room.name());
        return redis
                .commands()
                .xrange(buffer.getBytes(UTF_8), Range.unbounded())
                .toCompletableFuture()
                .get()
                .stream()
                .map(entry -> idIn(entry.getBody().values()))
                .toList();
    }

    private static String idIn(Iterable<byte[]> fields) {
        for (byte[] field : fields) {
            String text = new String(field, StandardCharsets.UTF_8);
            int at = text.lastIndexOf("{\"id\":\"");
            if (at >= 0) {
                return text.substring(at + 7, text.indexOf('"', at + 7));
            }
        }
        throw new AssertionError("no event in the entry");
    }

    long count(String where) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select count(*) from outbox where " + where)) {
            row.next();
            return row.getLong(1);
        }
    }

    List<String> strings(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws Exception {
        for (OutboxRelay relay : relays) {
            relay.close();
        }
        redis.close();
    }
}
