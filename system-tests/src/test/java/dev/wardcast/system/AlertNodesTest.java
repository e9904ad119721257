package dev.wardcast.system;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.QueueLimits;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.testsupport.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Several alert-service nodes as processes of their own, which die, and a database that is slow.
 */
class AlertNodesTest {

    private static final int KILLS = 4;
    private static final int ALERTS_BETWEEN = 5;

    private final List<String> patients =
            IntStream.range(0, 20).mapToObj(i -> "patient-" + UUID.randomUUID()).toList();
    private final String database = TestServers.freshDatabaseUrl();
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private int posted;
    private EmbeddedRedis redis;
    private RedisLink link;
    private SampleQueue queue;

    @BeforeEach
    void open() {
        redis = EmbeddedRedis.builder().start();
        link = RedisLink.connect(redis.url());
        queue = new RedisSampleQueue(link, QueueLimits.standard());
    }

    @AfterEach
    void close() {
        link.close();
        redis.close();
    }

    private Processes.Running node() throws Exception {
        return Processes.alertService(Processes.freePort(), redis.url(), database).awaitReady();
    }

    /** A pressure that alerts at once, and one that ends the alert, for each patient. */
    private void postAlerts(int each) throws Exception {
        for (int i = 0; i < each; i++) {
            posted++;
            for (String patient : patients) {
                queue.append(
                                SampleQueue.partitionOf(patient),
                                List.of(
                                        pressure(patient, 2L * posted, 190.0, 125.0),
                                        pressure(patient, 2L * posted + 1, 120.0, 80.0)))
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
            }
        }
    }

    private Sample pressure(String patient, long place, double systolic, double diastolic) {
        Instant at = begin.plusMillis(place);
        return new Sample(
                "monitor",
                "device-of-" + patient,
                patient,
                VitalType.BLOOD_PRESSURE,
                List.of(systolic, diastolic),
                at,
                at,
                OptionalLong.of(place));
    }

    private long count(String of) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select count(*) from alerts." + of)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void awaitAllAlerts() {
        await().pollInterval(Duration.ofMillis(100))
                .until(() -> count("alerts where condition = 'CLEARED'") >= expected());
    }

    private long expected() {
        return (long) posted * patients.size();
    }

    private void assertEachAlertOnce() throws SQLException {
        assertEquals(expected(), count("alerts"));
        assertEquals(expected(), count("alerts where occurrences = 1"));
        assertEquals(expected(), count("outbox where event_id like '%.alert'"));
    }

    @Test
    void a_killed_node_costs_no_alert_and_raises_none_twice() throws Exception {
        Processes.Running[] nodes = {node(), node()};
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                postAlerts(ALERTS_BETWEEN);
                nodes[kill % 2].kill();
                postAlerts(ALERTS_BETWEEN);
                long killed = System.nanoTime();
                awaitAllAlerts();
                System.out.printf(
                        "alerts of a killed node's patients: after %d ms%n",
                        (System.nanoTime() - killed) / 1_000_000);
                nodes[kill % 2] = node();
            }
            assertEachAlertOnce();
        } finally {
            nodes[0].close();
            nodes[1].close();
        }
    }

    @Test
    void a_database_that_makes_everybody_wait_costs_no_alert_and_nothing_but_time()
            throws Exception {
        try (Processes.Running node = node();
                Connection blocker = DriverManager.getConnection(database);
                Statement sql = blocker.createStatement()) {
            postAlerts(1);
            awaitAllAlerts();
            blocker.setAutoCommit(false);
            sql.execute("lock table alerts.alerts in access exclusive mode");
            postAlerts(20);
            await().until(() -> {
                try (ResultSet waiting =
                        sql.executeQuery(
                                "select count(*) from pg_stat_activity"
                                        + " where wait_event_type = 'Lock'")) {
                    waiting.next();
                    return waiting.getLong(1) > 0;
                }
            });
            blocker.rollback();
            awaitAllAlerts();
            assertEachAlertOnce();
        }
    }
}
