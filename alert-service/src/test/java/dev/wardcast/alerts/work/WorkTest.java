package dev.wardcast.alerts.work;

import static dev.wardcast.alerts.work.Ward.freshPatient;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.life.Acknowledgements;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.sql.Statements;
import io.micronaut.core.bind.annotation.Bindable;
import java.lang.reflect.Parameter;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class WorkTest {

    private Ward ward;

    @BeforeEach
    void open() {
        ward = new Ward();
    }

    @AfterEach
    void close() throws Exception {
        ward.close();
    }

    @Test
    void three_samples_out_of_range_become_one_alert_and_one_event() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(patient, VitalType.HEART_RATE, 120, 125, 130);
        await().until(() -> !ward.alerts(patient).isEmpty());
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
        String data =
                ward.db
                        .rows("select data from outbox where room like '%" + patient + "%'")
                        .getFirst();
        assertTrue(
                data.contains(
                        "\"tier\":\"CRITICAL\",\"patient_id\":\"%s\",\"vital_type\":\"heart_rate\",\"vitals_window\":[120.0,125.0,130.0],\"threshold\":{\"min\":60.0,\"max\":100.0},\"reasons\":[\"heart_rate outside 60-100 for 3 samples\"],\"recipients\":[\"caregiver\"]"
                                .formatted(patient)),
                data);
        assertTrue(data.startsWith("{\"event\":\"alert\",\"alert_id\":\""), data);
    }

    @Test
    void a_pressure_is_alerted_at_once_with_its_message() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(ward.sample(patient, VitalType.BLOOD_PRESSURE, 150.0, 95.0));
        await().until(() -> !ward.events(patient).isEmpty());
        String data =
                ward.db
                        .rows("select data from outbox where room like '%" + patient + "%'")
                        .getFirst();
        assertTrue(
                data.contains(
                        "\"alert_type\":\"high_blood_pressure\",\"message\":\"High blood pressure detected: 150/95\""),
                data);
        assertTrue(data.contains("\"vitals_window\":[150.0,95.0]"), data);
    }

    @Test
    void of_two_readings_without_a_time_that_came_at_once_both_count() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        Instant received = Instant.now().truncatedTo(ChronoUnit.MICROS);
        ward.post(stamped(patient, received.plusNanos(7_000), 120.0, 80.0));
        ward.post(stamped(patient, received, 190.0, 125.0));
        await().until(() -> !ward.alerts(patient).isEmpty());
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
    }

    private static Sample stamped(String patient, Instant received, Double... values) {
        return new Sample(
                "monitor",
                "m-1",
                patient,
                VitalType.BLOOD_PRESSURE,
                List.of(values),
                received,
                received,
                OptionalLong.empty());
    }

    @Test
    void what_an_alert_says_of_itself_rises_with_it() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(ward.sample(patient, VitalType.RESPIRATORY_RATE, 26.0));
        ward.post(ward.sample(patient, VitalType.HEART_RATE, 125.0));
        await().until(() -> ward.alerts(patient).contains("WARNING ACTIVE 1"));
        ward.post(ward.sample(patient, VitalType.SPO2, 90.0));
        await().until(() -> ward.alerts(patient).stream().anyMatch(a -> a.startsWith("CRITICAL")));
        assertEquals(
                List.of("{\"NEWS2 at least 8 (incomplete)\"} {8}"),
                ward.db.rows(
                        "select reasons::text || ' ' || vitals_window::text from alerts where rule_id = 'news2'"
                                + " and patient_id = '"
                                + patient
                                + "'"));
    }

    @Test
    void an_alert_repeats_rises_clears_and_opens_again_as_another() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(patient, VitalType.SPO2, 91, 90, 89, 88, 87, 86, 85, 84, 95, 96, 97, 90, 90, 90);
        await().until(() -> ward.events(patient).size() == 3);
        assertEquals(List.of("CRITICAL CLEARED 6", "WARNING ACTIVE 1"), ward.alerts(patient));
        assertEquals(
                List.of("alert WARNING", "alert_escalated CRITICAL", "alert WARNING"),
                ward.events(patient));
    }

    @Test
    void a_window_that_began_before_a_restart_still_alerts_after_it() throws Exception {
        String patient = freshPatient();
        PartitionKeeper before = ward.startNode("before");
        ward.post(patient, VitalType.TEMPERATURE, 40.5);
        await().until(() -> states(patient) == 1);
        before.close();
        ward.post(patient, VitalType.TEMPERATURE, 40.6);
        ward.startNode("after");
        await().until(() -> !ward.alerts(patient).isEmpty());
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
    }

    @Test
    void a_sample_that_cannot_be_stored_is_set_aside_and_the_others_count() throws Exception {
        String patient = freshPatient();
        String poison = freshPatient();
        ward.db.execute(
                "alter table patient_states add constraint test check (patient_id <> '"
                        + poison
                        + "')");
        int partition = SampleQueue.partitionOf(patient);
        List<Sample> batch = new ArrayList<>();
        batch.add(ward.sample(patient, VitalType.SPO2, 80.0));
        batch.add(ward.sample(patient, VitalType.SPO2, 80.0));
        batch.add(ward.sample(patient, VitalType.SPO2, 80.0));
        ward.queue.append(partition, batch).toCompletableFuture().get();
        ward.post(poison, VitalType.SPO2, 80);
        ward.startNode("one");
        await().until(() -> ward.alerts(patient).equals(List.of("CRITICAL ACTIVE 1")));
        await().until(() ->
                ward.db.rows("select patient_id from set_aside").equals(List.of(poison)));
    }

    @Test
    void nodes_share_fairly_and_a_dead_one_is_replaced_when_its_lease_ends() throws Exception {
        ward.startNode("one");
        PartitionTable table = new PartitionTable(ward.db.database(), Duration.ofSeconds(2));
        await().until(() -> counts(table).getOrDefault("one", 0) == SampleQueue.PARTITIONS);
        KillableDatabase database = new KillableDatabase(ward.db.url());
        ward.startNode("two", database.database());
        await().until(() -> counts(table).equals(Map.of("one", 4, "two", 4)));

        List<String> patients = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            patients.add(freshPatient());
        }
        for (String patient : patients) {
            ward.post(patient, VitalType.HEART_RATE, 130, 131);
        }
        await().until(() -> states(patients) == 40);
        database.kill();
        for (String patient : patients) {
            ward.post(patient, VitalType.HEART_RATE, 132);
        }
        await().until(() -> ward.db.rows("select patient_id from alerts").containsAll(patients));
        for (String patient : patients) {
            assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
        }
    }

    @Test
    void leases_end_and_are_looked_for_so_often_that_a_dead_node_is_replaced_within_five_seconds() {
        Map<String, Duration> defaults = new HashMap<>();
        for (Parameter each :
                WorkConfiguration.class.getDeclaredConstructors()[0].getParameters()) {
            String text = each.getAnnotation(Bindable.class).defaultValue();
            if (each.getType() == Duration.class) {
                defaults.put(each.getName(), Duration.parse("PT" + text));
            }
        }
        Duration atMost = defaults.get("lease").plus(defaults.get("heartbeat"));
        // A second is left for what has to be read and stored.
        assertTrue(atMost.compareTo(Duration.ofSeconds(4)) <= 0, atMost.toString());
    }

    @Test
    void a_node_that_lost_its_partition_can_store_nothing() throws Exception {
        PartitionTable table = new PartitionTable(ward.db.database(), Duration.ofSeconds(60));
        Claim old = ward.claimAll();
        ward.db.execute("update partitions set lease_until = now() - interval '1 second'");
        Claim young =
                table.claim("young", SampleQueue.PARTITIONS).stream()
                        .filter(claim -> claim.partition() == old.partition())
                        .findFirst()
                        .orElseThrow();
        assertTrue(young.fence() > old.fence());
        Statements step = new Statements();
        PartitionTable.step(step, old, 0, "5-1");
        SQLException refused =
                assertThrows(
                        SQLException.class,
                        () ->
                                ward.db
                                        .database()
                                        .write(tx -> {
                                            step.commit(tx);
                                            return "";
                                        }));
        assertEquals(PartitionTable.REFUSED, refused.getSQLState());
        assertThrows(Claim.LostException.class, () -> table.place(old));
        assertEquals("0", table.place(young).position());
    }

    @Test
    void a_rise_in_tier_asks_for_another_acknowledgement() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(patient, VitalType.HEART_RATE, 110, 111, 112);
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING ACTIVE 1")));
        String alert = ward.alertId(patient);
        Acknowledgements.Result.Done first = ward.acknowledge(alert, patient, "nurse-1");
        assertTrue(first.first());
        assertFalse(ward.acknowledge(alert, patient, "nurse-2").first());

        ward.post(patient, VitalType.HEART_RATE, 130, 131, 132);
        await().until(() -> ward.alerts(patient).equals(List.of("CRITICAL ACTIVE 4")));
        assertTrue(ward.acknowledge(alert, patient, "nurse-2").first());
        assertEquals(
                List.of(
                        alert + ".alert",
                        alert + ".ack",
                        alert + ".tier.CRITICAL",
                        alert + ".ack.CRITICAL"),
                ward.db.rows(
                        "select event_id from outbox where room = 'patient:%s:alerts' order by id"
                                .formatted(patient)));
    }

    @Test
    void an_acknowledgement_after_the_end_is_recorded_and_opens_nothing() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(patient, VitalType.HEART_RATE, 110, 111, 112, 80, 80, 80);
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING CLEARED 1")));
        assertTrue(ward.acknowledge(ward.alertId(patient), patient, "nurse-1").first());
        assertEquals(List.of("WARNING CLEARED 1"), ward.alerts(patient));
    }

    private Map<String, Integer> counts(PartitionTable table) throws Exception {
        Map<String, Integer> counts = new TreeMap<>();
        table.owners().values().forEach(owner -> counts.merge(owner, 1, Integer::sum));
        return counts;
    }

    private int states(String patient) throws Exception {
        return states(List.of(patient));
    }

    private int states(List<String> patients) throws Exception {
        HashSet<String> known =
                new HashSet<>(ward.db.rows("select patient_id from patient_states"));
        known.retainAll(patients);
        return known.size();
    }

    /** A database whose connections can all be cut, as when the node's process is killed. */
    private static final class KillableDatabase {
        private final PGSimpleDataSource dataSource = new PGSimpleDataSource();

        KillableDatabase(String url) {
            dataSource.setUrl(url);
        }

        Database database() {
            return new Database(dataSource);
        }

        void kill() {
            dataSource.setUrl("jdbc:postgresql://127.0.0.1:1/none");
        }
    }
}
