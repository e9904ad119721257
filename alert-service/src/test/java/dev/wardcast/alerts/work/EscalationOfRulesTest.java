package dev.wardcast.alerts.work;

import static dev.wardcast.alerts.work.Ward.freshPatient;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a patient's condition means for who is called. */
class EscalationOfRulesTest {

    private Ward ward;
    private String patient;

    @BeforeEach
    void open() {
        ward = new Ward();
        patient = freshPatient();
        ward.startNode("one");
    }

    @AfterEach
    void close() throws Exception {
        ward.close();
    }

    private String escalation() throws Exception {
        return ward.db
                .rows(
                        """
                        select e.policy_id, e.round, e.step, case when e.due_at is null then 'stopped'
                            else round(extract(epoch from e.due_at - e.started_at))::text end
                        from escalations e join alerts a on a.id = e.alert_id
                        where a.patient_id = '%s' order by a.opened_at desc limit 1
                        """
                                .formatted(patient))
                .getFirst();
    }

    private List<String> story() throws Exception {
        return ward.db.rows(
                "select what, tier from alert_events where alert_id = '%s' order by id"
                        .formatted(ward.alertId(patient)));
    }

    @Test
    void an_alert_that_ends_by_itself_calls_nobody_any_more() throws Exception {
        ward.post(patient, VitalType.HEART_RATE, 110, 111, 112);
        await().until(() -> !ward.alerts(patient).isEmpty());
        assertEquals("default-warning 1 0 600", escalation());
        ward.post(patient, VitalType.HEART_RATE, 80, 81, 82);
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING CLEARED 1")));
        assertEquals("default-warning 1 0 stopped", escalation());
        assertEquals(List.of("opened WARNING", "cleared WARNING"), story());
    }

    @Test
    void an_alert_that_opened_and_ended_in_one_batch_never_starts_one() throws Exception {
        String other = freshPatient();
        ward.post(other, VitalType.HEART_RATE, 110, 111, 112, 80, 80, 80);
        await().until(() -> ward.alerts(other).equals(List.of("WARNING CLEARED 1")));
        assertEquals(
                List.of(),
                ward.db.rows(
                        "select due_at from escalations e join alerts a on a.id = e.alert_id where due_at is not null and patient_id = '"
                                + other
                                + "'"));
    }

    @Test
    void a_rise_while_acknowledged_begins_again_by_the_policy_of_the_higher_tier()
            throws Exception {
        ward.post(patient, VitalType.HEART_RATE, 110, 111, 112);
        await().until(() -> !ward.alerts(patient).isEmpty());
        ward.acknowledge(ward.alertId(patient), patient, "nurse-1");
        assertEquals("default-warning 1 0 stopped", escalation());
        ward.post(patient, VitalType.HEART_RATE, 130, 131, 132);
        await().until(() -> escalation().equals("default-critical 2 0 60"));
        assertEquals(List.of("opened WARNING", "acknowledged WARNING", "rose CRITICAL"), story());
    }

    @Test
    void a_snooze_never_hides_a_higher_alarm() throws Exception {
        ward.post(patient, VitalType.HEART_RATE, 110, 111, 112);
        await().until(() -> !ward.alerts(patient).isEmpty());
        ward.db.execute(
                """
                update alerts set snoozed_until = now() + interval '4 hours';
                update escalations set due_at = due_at + interval '4 hours',
                    started_at = started_at + interval '4 hours'
                """);
        ward.post(patient, VitalType.HEART_RATE, 130, 131, 132);
        await().until(() -> escalation().equals("default-critical 2 0 60"));
        assertEquals(
                List.of("t"),
                ward.db.rows(
                        """
                        select snoozed_until is null and due_at < now() + interval '2 minutes'
                        from alerts a join escalations e on e.alert_id = a.id where patient_id = '%s'
                        """
                                .formatted(patient)));
    }

    @Test
    void what_an_alert_says_after_a_repeat_is_what_was_measured_last() throws Exception {
        ward.post(patient, VitalType.HEART_RATE, 110, 111, 112, 113);
        await().until(() -> ward.alerts(patient).equals(List.of("WARNING ACTIVE 2")));
        assertEquals(
                List.of("{111,112,113}"),
                ward.db.rows(
                        "select vitals_window::text from alerts where patient_id = '%s'"
                                .formatted(patient)));
    }
}
