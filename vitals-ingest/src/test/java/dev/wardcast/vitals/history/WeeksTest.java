package dev.wardcast.vitals.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.context.exceptions.ConfigurationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The weeks of the history, in a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeeksTest {

    private final String patient = "p-" + UUID.randomUUID();
    private HistoryNode node;

    @BeforeAll
    void start() {
        node = new HistoryNode();
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @Test
    void this_week_and_those_to_come_are_made_ahead() throws Exception {
        node.keeper(Instant.parse("2031-01-01T00:00:00Z"), Duration.ofDays(400 * 20)).keep();
        List<LocalDate> made =
                node.weeks().stream().filter(monday -> monday.getYear() >= 2030).toList();
        assertEquals(
                List.of("2030-12-30", "2031-01-06", "2031-01-13", "2031-01-20", "2031-01-27"),
                made.stream().map(LocalDate::toString).toList());
    }

    @Test
    void of_many_nodes_that_make_a_week_at_once_one_makes_it() throws Exception {
        LocalDate monday = LocalDate.parse("2021-03-01");
        CyclicBarrier together = new CyclicBarrier(6);
        List<Future<Boolean>> nodes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                nodes.add(
                        threads.submit(() -> {
                            try (Connection connection = node.connect()) {
                                together.await(10, TimeUnit.SECONDS);
                                return Weeks.make(connection, monday);
                            }
                        }));
            }
        }
        int made = 0;
        for (Future<Boolean> one : nodes) {
            made += one.get() ? 1 : 0;
        }
        assertEquals(1, made);
        assertTrue(node.weeks().contains(monday));
    }

    @Test
    void a_week_is_made_while_others_read_and_write() throws Exception {
        node.make("2021-04-05");
        try (Connection busy = node.connect();
                Statement reads = busy.createStatement();
                Connection other = node.connect();
                Statement patience = other.createStatement()) {
            busy.setAutoCommit(false);
            reads.executeQuery("select count(*) from vitals.samples").close();
            new SampleCopy()
                    .write(busy, 0, List.of(HistoryNode.entry(patient, "2021-04-06T00:00:00Z", 1)));
            patience.execute("set lock_timeout = '1s'");
            assertTrue(Weeks.make(other, LocalDate.parse("2021-04-12")));
            busy.commit();
        }
    }

    @Test
    void a_reading_on_the_edge_is_in_the_week_that_it_begins() throws Exception {
        node.make("2021-05-03", "2021-05-10");
        String edge = "p-" + UUID.randomUUID();
        node.store(
                new SampleCopy(),
                HistoryNode.entry(edge, "2021-05-09T23:59:59.999999Z", 1),
                HistoryNode.entry(edge, "2021-05-10T00:00:00Z", 2));
        assertEquals(
                List.of("vitals.samples_20210503", "vitals.samples_20210510"),
                node.query(
                        "select tableoid::regclass from vitals.samples where patient_id = '%s' order by taken_at"
                                .formatted(edge)));
    }

    @Test
    void retention_drops_whole_old_weeks_and_nothing_else() throws Exception {
        node.make("2015-01-05", "2015-01-12", "2015-01-19");
        String kept = "p-" + UUID.randomUUID();
        node.store(
                new SampleCopy(),
                HistoryNode.entry(kept, "2015-01-07T00:00:00Z", 1),
                HistoryNode.entry(kept, "2015-01-11T23:59:59.999999Z", 2),
                HistoryNode.entry(kept, "2015-01-12T00:00:00Z", 3),
                HistoryNode.entry(kept, "2015-01-18T23:00:00Z", 4));
        Duration retention = Duration.ofDays(400);
        // One microsecond before the newest that the week can have is old enough.
        node.keeper(Instant.parse("2015-01-11T23:59:59.999999Z").plus(retention), retention).keep();
        assertEquals(List.of("1", "2", "3", "4"), sequences(kept));
        node.keeper(Instant.parse("2015-01-12T00:00:00Z").plus(retention), retention).keep();
        assertEquals(List.of("3", "4"), sequences(kept));
        assertFalse(node.weeks().contains(LocalDate.parse("2015-01-05")));
        assertTrue(node.weeks().contains(LocalDate.parse("2015-01-12")));
    }

    @Test
    void of_two_nodes_that_drop_a_week_one_does_it_and_the_other_does_not_mind() throws Exception {
        node.make("2012-01-02");
        LocalDate monday = LocalDate.parse("2012-01-02");
        try (Connection first = node.connect();
                Connection second = node.connect()) {
            assertTrue(Weeks.drop(first, monday));
            assertFalse(Weeks.drop(second, monday));
        }
    }

    @Test
    void a_week_that_is_being_read_is_dropped_later_and_nobody_waits_for_long() throws Exception {
        node.make("2013-01-07");
        LocalDate monday = LocalDate.parse("2013-01-07");
        try (Connection reader = node.connect();
                Statement reads = reader.createStatement();
                Connection dropper = node.connect()) {
            reader.setAutoCommit(false);
            dropper.setAutoCommit(false);
            reads.executeQuery("select count(*) from vitals.samples").close();
            SQLException refusal =
                    assertThrows(SQLException.class, () -> Weeks.drop(dropper, monday));
            assertEquals("55P03", refusal.getSQLState());
            dropper.rollback();
            Duration retention = Duration.ofDays(400);
            WeekKeeper keeper = node.keeper(Instant.parse("2014-03-01T00:00:00Z"), retention);
            assertDoesNotThrow(keeper::keep);
            assertTrue(node.weeks().contains(monday));
            reader.commit();
            assertTrue(Weeks.drop(dropper, monday));
            dropper.commit();
        }
        assertFalse(node.weeks().contains(monday));
    }

    @Test
    void what_is_accepted_cannot_be_past_its_retention() {
        Instant now = Instant.parse("2026-01-02T00:00:00Z");
        ConfigurationException refusal =
                assertThrows(
                        ConfigurationException.class, () -> node.keeper(now, Duration.ofDays(365)));
        assertTrue(refusal.getMessage().startsWith("wardcast.vitals.history-retention: "));
    }

    private List<String> sequences(String ofPatient) throws SQLException {
        return node.query(
                "select sequence from vitals.samples where patient_id = '%s' order by taken_at"
                        .formatted(ofPatient));
    }
}
