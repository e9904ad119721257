package dev.wardcast.alerts.work;

import static dev.wardcast.alerts.work.Ward.freshPatient;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.eventlog.vitals.VitalType;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules that change while nodes work, devices that fall silent, alerts that come back. */
class RuleChangesTest {

    private Ward ward;

    @BeforeEach
    void open() {
        ward = new Ward();
    }

    @AfterEach
    void close() throws Exception {
        ward.close();
    }

    private void change(String rule, String patch) throws Exception {
        ward.db.execute(
                """
                with changed as (update rule_revision set revision = revision + 1 returning revision)
                insert into rule_versions (rule_id, version, revision, definition, changed_by)
                select rule_id, version + 1, changed.revision, definition || '%s'::jsonb, 'test'
                from rule_versions, changed where rule_id = '%s' order by version desc limit 1
                """
                        .formatted(patch, rule));
    }

    private void override(String rule, String patient, String patch) throws Exception {
        ward.db.execute(
                """
                with changed as (update rule_revision set revision = revision + 1 returning revision)
                insert into rule_overrides
                    (rule_id, patient_id, version, revision, patch, changed_by)
                select '%1$s', '%2$s', 1 + (
                    select count(*) from rule_overrides
                    where rule_id = '%1$s' and patient_id = '%2$s'),
                    revision, '%3$s'::jsonb, 'test'
                from changed
                """
                        .formatted(rule, patient, patch));
    }

    @Test
    void a_change_counts_from_its_commit_on_with_the_next_reading() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(patient, VitalType.HEART_RATE, 95, 95, 95);
        await().until(() -> ward.state(patient) != null);
        change("heart_rate", "{\"limits\":[{\"max\":90,\"tier\":\"CRITICAL\"}]}");
        ward.post(patient, VitalType.HEART_RATE, 95);
        await().until(() -> ward.alerts(patient).equals(List.of("CRITICAL ACTIVE 1")));
    }

    @Test
    void nothing_is_stored_that_was_found_by_rules_that_hold_no_longer() throws Exception {
        Claim claim = ward.claimAll();
        Advance advance = ward.advance(claim);
        String patient = freshPatient();
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            entries.add(new Entry("1-" + i, ward.sample(patient, VitalType.HEART_RATE, 95.0)));
        }
        advance.take(entries);
        change("heart_rate", "{\"limits\":[{\"max\":90,\"tier\":\"CRITICAL\"}]}");
        assertThrows(PartitionStore.StaleException.class, advance::storeGathered);
        assertEquals("0", ward.position(claim));

        advance.begin(ward.place(claim));
        advance.take(entries);
        assertEquals(List.of("CRITICAL ACTIVE 1"), ward.alerts(patient));
    }

    @Test
    void a_revision_without_a_change_holds_nobody_up() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.db.execute("update rule_revision set revision = revision + 1");
        ward.post(patient, VitalType.HEART_RATE, 130, 131, 132);
        await().until(() -> ward.alerts(patient).equals(List.of("CRITICAL ACTIVE 1")));
    }

    @Test
    void limits_of_one_patient_are_nobody_elses() throws Exception {
        String athlete = freshPatient();
        String other = freshPatient();
        override("heart_rate", athlete, "{\"limits\":[{\"min\":40,\"tier\":\"WARNING\"}]}");
        ward.startNode("one");
        ward.post(athlete, VitalType.HEART_RATE, 45, 45, 45);
        ward.post(other, VitalType.HEART_RATE, 45, 45, 45);
        await().until(() -> ward.alerts(other).equals(List.of("CRITICAL ACTIVE 1")));
        ward.post(athlete, VitalType.HEART_RATE, 39, 39, 39);
        await().until(() -> ward.alerts(athlete).equals(List.of("WARNING ACTIVE 1")));
    }

    @Test
    void a_rule_that_is_switched_off_ends_its_alerts_without_another_reading() throws Exception {
        String patient = freshPatient();
        ward.startNode("one");
        ward.post(patient, VitalType.SPO2, 85, 85, 85);
        await().until(() -> ward.alerts(patient).equals(List.of("CRITICAL ACTIVE 1")));
        change("spo2", "{\"enabled\":false}");
        await().until(() -> ward.alerts(patient).equals(List.of("CRITICAL CLEARED 1")));
        ward.post(patient, VitalType.SPO2, 85, 85, 85);
        change("spo2", "{\"enabled\":true}");
        ward.post(patient, VitalType.SPO2, 84, 84, 84);
        await().until(() -> ward.alerts(patient).size() == 2);
    }

    @Test
    void versions_can_only_be_added() {
        assertThrows(
                SQLException.class,
                () -> ward.db.execute("update rule_versions set definition = '{}'"));
        assertThrows(SQLException.class, () -> ward.db.execute("delete from rule_versions"));
    }

    @Test
    void a_suppressed_breach_is_kept_and_counted() throws Exception {
        String patient = freshPatient();
        override(
                "spo2",
                patient,
                "{\"window\":{\"samples\":1},\"delay\":\"3m\",\"steep_fall_per_minute\":12}");
        ward.startNode("one");
        ward.post(patient, VitalType.SPO2, 96, 90, 90, 96);
        await().until(() ->
                ward.db
                        .rows(
                                "select rule_id, tier, ended_at - began_at from suppressed_breaches where patient_id = '%s'"
                                        .formatted(patient))
                        .equals(List.of("spo2 WARNING 00:02:00")));
        assertEquals(List.of(), ward.alerts(patient));
    }

    @Test
    void an_alert_that_was_put_away_is_told_again_when_its_condition_comes_back() throws Exception {
        String patient = freshPatient();
        override("spo2", patient, "{\"window\":{\"samples\":1},\"reopen_within\":\"10m\"}");
        ward.startNode("one");
        ward.post(patient, VitalType.SPO2, 90, 95, 90, 95);
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING CLEARED 2")));
        assertEquals(List.of("alert WARNING"), ward.events(patient));
        ward.db.execute(
                "update alerts set response = 'RESOLVED' where patient_id = '%s'"
                        .formatted(patient));
        ward.post(patient, VitalType.SPO2, 90);
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING ACTIVE 3")));
        assertEquals(List.of("alert WARNING", "alert WARNING"), ward.events(patient));
        assertEquals(
                List.of("UNACKED"),
                ward.db.rows(
                        "select response from alerts where patient_id = '%s'".formatted(patient)));
    }

    @Test
    void silence_of_a_device_is_an_alert_of_its_own_that_survives_a_restart() throws Exception {
        String patient = freshPatient();
        override("device_silence", patient, "{\"after\":\"5m\",\"min_readings\":3}");
        PartitionKeeper first = ward.startNode("first");
        Instant heard = Instant.now().minus(Duration.ofMinutes(4));
        for (int second = 0; second < 3; second++) {
            ward.post(reading(patient, heard.plusSeconds(second)));
        }
        await().until(() -> deadlines(patient) == 1);
        first.close();
        ward.db.execute(
                "update silence_deadlines set due_at = now() - interval '1 minute' where patient_id = '%s'"
                        .formatted(patient));
        // As if the four minutes had been six.
        override("device_silence", patient, "{\"after\":\"2m\",\"min_readings\":3}");
        ward.startNode("second");
        await().until(() -> graced(patient));
        assertEquals(List.of(), ward.alerts(patient));
        ward.db.execute(
                "update silence_deadlines set due_at = now() where patient_id = '%s'"
                        .formatted(patient));
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING ACTIVE 1")));
        assertEquals(
                List.of("device monitor/bed-1"),
                ward.db.rows(
                        "select vital_type, subject from alerts where patient_id = '%s'"
                                .formatted(patient)));
        ward.post(reading(patient, Instant.now()));
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING CLEARED 1")));
    }

    /** Whether the node that took over gave the device time to be heard. */
    private boolean graced(String patient) throws Exception {
        return ward.db
                .rows(
                        "select due_at > now() + interval '30 seconds' from silence_deadlines where patient_id = '%s'"
                                .formatted(patient))
                .equals(List.of("t"));
    }

    private int deadlines(String patient) throws Exception {
        return ward.db
                .rows(
                        "select due_at from silence_deadlines where patient_id = '%s'"
                                .formatted(patient))
                .size();
    }

    private static Sample reading(String patient, Instant at) {
        return new Sample(
                "monitor",
                "bed-1",
                patient,
                VitalType.HEART_RATE,
                List.of(75.0),
                at,
                at,
                OptionalLong.empty());
    }

    @Test
    void an_admin_hears_of_a_sample_that_was_set_aside() throws Exception {
        String poison = freshPatient();
        ward.db.execute(
                "alter table patient_states add constraint test check (patient_id <> '"
                        + poison
                        + "')");
        ward.startNode("one");
        ward.post(poison, VitalType.SPO2, 80);
        await().until(() ->
                ward.db.rows("select patient_id from set_aside").equals(List.of(poison)));
        assertEquals(
                List.of("system.alert sample_set_aside spo2"),
                ward.db.rows(
                        "select type, data::json ->> 'type', data::json ->> 'vital_type' from outbox where room = 'admin:updates'"));
    }
}
