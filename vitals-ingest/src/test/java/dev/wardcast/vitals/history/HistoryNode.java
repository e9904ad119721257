package dev.wardcast.vitals.history;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.VitalsSettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The service with a database and a Redis of its own, so that nobody else moves its positions. It
 * keeps everything: tests write to weeks of years ago, which its own keeper would drop as soon as
 * it runs for the first time.
 */
final class HistoryNode implements AutoCloseable {

    private final EmbeddedRedis redis = EmbeddedRedis.builder().start();
    private final String database = TestServers.freshDatabaseUrl();
    private final ServiceUnderTest service =
            new ServiceUnderTest(
                    redis.url(),
                    Map.of(
                            "wardcast.database-url",
                            database,
                            "wardcast.vitals.history-retention",
                            "36500d"));

    ServiceUnderTest service() {
        return service;
    }

    String database() {
        return database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(database);
    }

    @SuppressWarnings("unchecked")
    TransactionOperations<Connection> transactions() {
        return service.bean(TransactionOperations.class);
    }

    WeekKeeper keeper(Instant now, Duration retention) {
        return new WeekKeeper(
                transactions(),
                new HistorySettings(retention),
                service.bean(VitalsSettings.class),
                new SimpleMeterRegistry(),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    HistoryWriter writer(Counter rows) {
        return new HistoryWriter(
                transactions(),
                service.bean(WeekKeeper.class),
                service.bean(RedisSampleQueue.class),
                Runnable::run,
                rows);
    }

    RedisLink redis() {
        return service.bean(RedisLink.class);
    }

    /** A heart rate of 60 and so many. */
    static Entry entry(String patient, String takenAt, int number) {
        Instant time = Instant.parse(takenAt);
        return new Entry(
                time.toEpochMilli() + "-" + number,
                new Sample(
                        "monitor",
                        "m-1",
                        patient,
                        VitalType.HEART_RATE,
                        List.of(60.0 + number),
                        time,
                        time.plusSeconds(1),
                        OptionalLong.of(number)));
    }

    /** Writes to the history at once, as if it had come through the queue. */
    void store(SampleRows how, Entry... entries) throws SQLException {
        try (Connection connection = connect()) {
            how.write(connection, 0, List.of(entries));
        }
    }

    void make(String... mondays) throws SQLException {
        try (Connection connection = connect()) {
            for (String monday : mondays) {
                Weeks.make(connection, LocalDate.parse(monday));
            }
        }
    }

    List<LocalDate> weeks() throws SQLException {
        try (Connection connection = connect()) {
            return Weeks.all(connection);
        }
    }

    /** The first column, as texts. */
    List<String> query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (found.next()) {
                column.add(found.getString(1));
            }
            return column;
        }
    }

    @Override
    public void close() {
        service.close();
        redis.close();
    }
}
