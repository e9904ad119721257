package dev.wardcast.alerts.escalation;

import static dev.wardcast.alerts.escalation.NightShift.actor;
import static dev.wardcast.alerts.escalation.NightShift.freshPatient;
import static dev.wardcast.alerts.escalation.NightShift.nurse;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EscalationTest {

    private NightShift shift;

    @BeforeEach
    void begin() {
        shift = new NightShift();
        shift.hire(Role.NURSE, "nurse-1", "nurse-2");
        shift.hire(Role.DOCTOR, "doctor-1");
        shift.hire(Role.ADMIN, "admin-1");
    }

    @AfterEach
    void end() throws Exception {
        shift.close();
    }

    @Test
    void steps_come_in_order_and_behind_the_last_the_admins_are_told() throws Exception {
        String patient = freshPatient();
        shift.startNode();
        String alert = shift.raise(Tier.CRITICAL, patient);
        assertEquals(List.of("opened"), shift.story(alert));
        shift.pass(60);
        await().until(() -> shift.told("nurse-2").size() == 1);
        shift.pass(120);
        await().until(() -> shift.told("doctor-1").size() == 1);
        shift.pass(420);
        await().until(() -> shift.told("admin-1").size() == 1);
        assertEquals(
                List.of(
                        "alert [\"caregiver\"]",
                        "alert_escalated [\"nurse\"]",
                        "alert_escalated [\"nurse\",\"doctor\"]",
                        "alert_escalated [\"doctor\",\"dispatcher\"]",
                        "unattended "),
                shift.roomEvents(patient));
        assertEquals(List.of("system_notification"), shift.told("admin-1"));
        assertEquals(
                List.of("unattended " + alert),
                shift.db.rows(
                        "select data::json ->> 'change', data::json ->> 'alert_id' from outbox where room = 'admin:updates'"));
        assertEquals(
                List.of("t"),
                shift.db.rows(
                        "select unattended_at is not null from alerts where id = '" + alert + "'"));
    }

    @Test
    void whoever_was_called_before_is_not_called_again() throws Exception {
        String patient = freshPatient();
        shift.startNode();
        shift.raise(Tier.CRITICAL, patient);
        shift.pass(600);
        await().until(() -> shift.told("admin-1").size() == 1);
        assertEquals(List.of("alert_escalated"), shift.told("nurse-1"));
        assertEquals(List.of("alert_escalated"), shift.told("doctor-1"));
    }

    @Test
    void an_acknowledged_alert_never_calls_anybody_again_however_long_it_stays_open()
            throws Exception {
        String patient = freshPatient();
        shift.startNode();
        String alert = shift.raise(Tier.CRITICAL, patient);
        shift.pass(60);
        await().until(() -> shift.told("nurse-1").size() == 1);
        shift.acknowledge(alert, patient);
        shift.pass(100 * 24 * 3600);
        // Another alert shows that the node has looked since.
        String later = shift.raise(Tier.CRITICAL, freshPatient());
        shift.pass(60);
        await().until(() -> shift.story(later).contains("called"));
        assertEquals(List.of("opened", "escalated", "called", "acknowledged"), shift.story(alert));
        assertEquals(List.of(), shift.told("doctor-1"));
    }

    @Test
    void an_alert_answered_between_a_step_and_its_calls_calls_nobody() throws Exception {
        String patient = freshPatient();
        shift.directoryAway = true;
        shift.startNode();
        String alert = shift.raise(Tier.CRITICAL, patient);
        shift.pass(60);
        await().until(() -> shift.story(alert).contains("escalated"));
        shift.acknowledge(alert, patient);
        shift.directoryAway = false;
        await().until(() -> shift.db.rows("select id from escalation_calls").isEmpty());
        assertEquals(List.of(), shift.told("nurse-1"));
        assertEquals(List.of("opened", "escalated", "acknowledged"), shift.story(alert));
    }

    @Test
    void while_nobody_can_say_whom_to_call_the_stream_is_told_and_the_people_as_soon_as_known()
            throws Exception {
        String patient = freshPatient();
        shift.directoryAway = true;
        shift.startNode();
        shift.raise(Tier.CRITICAL, patient);
        shift.pass(60);
        await().until(() -> shift.roomEvents(patient).size() == 2);
        assertEquals(List.of(), shift.told("nurse-1"));
        shift.directoryAway = false;
        await().until(() -> shift.told("nurse-1").equals(List.of("alert_escalated")));
    }

    @Test
    void steps_that_were_due_while_no_node_lived_come_once_and_in_order() throws Exception {
        String patient = freshPatient();
        String alert = shift.raise(Tier.CRITICAL, patient);
        shift.pass(24 * 3600);
        shift.startNode();
        await().until(() -> shift.told("admin-1").size() == 1);
        assertEquals(
                List.of("1", "2", "3"),
                shift.db.rows(
                        "select detail ->> 'step' from alert_events where what = 'escalated' order by id"));
        assertEquals("unattended", lastBut(shift.story(alert), "called"));
    }

    private static String lastBut(List<String> story, String what) {
        return story.stream().filter(entry -> !entry.equals(what)).toList().getLast();
    }

    @Test
    void a_node_wakes_when_a_step_is_due_and_not_when_it_happens_to_look() throws Exception {
        String patient = freshPatient();
        shift.policies.add(
                actor("doctor-1"),
                Tier.WARNING,
                patient,
                new PolicyDraft("at once", List.of(List.of("NURSE")), List.of(1, 3600)));
        shift.startNode(shift.db.database(), Duration.ofHours(1));
        String alert = shift.raise(Tier.WARNING, patient);
        await().until(() -> shift.story(alert).contains("escalated"));
        double late =
                Double.parseDouble(
                        shift.db
                                .rows(
                                        """
                                        select extract(epoch from s.at - e.started_at) - 1
                                        from escalations e join alert_events s on s.alert_id = e.alert_id
                                        where s.what = 'escalated'
                                        """)
                                .getFirst());
        assertTrue(late >= 0 && late < 0.5, () -> late + " s late");
    }

    @Test
    void an_open_alert_goes_on_with_the_policy_that_it_began_with() throws Exception {
        String patient = freshPatient();
        String before = shift.raise(Tier.WARNING, patient);
        shift.policies.change(
                actor("admin-1"),
                "default-warning",
                new PolicyDraft("doctors first", List.of(List.of("DOCTOR")), List.of(30, 60)),
                1);
        String after = shift.raise(Tier.WARNING, freshPatient());
        shift.startNode();
        shift.pass(30);
        await().until(() -> shift.story(after).contains("called"));
        assertEquals(List.of("opened"), shift.story(before));
        assertEquals(
                List.of("1", "2"),
                shift.db.rows("select policy_version from escalations order by started_at"));
        assertThrows(
                ProblemException.class,
                () ->
                        shift.policies.change(
                                actor("admin-1"),
                                "default-warning",
                                new PolicyDraft("late", List.of(), List.of()),
                                1));
        assertEquals(2, shift.policies.versions("default-warning").size());
    }

    @Test
    void a_tier_without_steps_calls_nobody_ever() throws Exception {
        String alert = shift.raise(Tier.INFO, freshPatient());
        shift.pass(100 * 24 * 3600);
        shift.startNode();
        String other = shift.raise(Tier.CRITICAL, freshPatient());
        shift.pass(60);
        await().until(() -> shift.story(other).contains("called"));
        assertEquals(List.of("opened"), shift.story(alert));
    }

    @Test
    void a_snooze_puts_off_what_is_to_come_and_ends_when_told() throws Exception {
        String patient = freshPatient();
        String alert = shift.raise(Tier.CRITICAL, patient);
        shift.handling.snooze(alert, nurse("nurse-1"), 10);
        assertEquals("660", dueIn(alert));
        shift.handling.snooze(alert, nurse("nurse-1"), 5);
        assertEquals("360", dueIn(alert));
        shift.handling.snooze(alert, nurse("nurse-1"), 0);
        assertEquals("60", dueIn(alert));
        shift.acknowledge(alert, patient);
        assertThrows(
                ProblemException.class, () -> shift.handling.snooze(alert, nurse("nurse-1"), 10));
    }

    /** Rounded, from the opening. */
    private String dueIn(String alert) throws Exception {
        return shift.db
                .rows(
                        """
                        select round(extract(epoch from e.due_at - a.opened_at))::int
                        from escalations e join alerts a on a.id = e.alert_id where a.id = '%s'
                        """
                                .formatted(alert))
                .getFirst();
    }

    @Test
    void what_a_step_says_is_rendered_from_the_state_at_that_moment() throws Exception {
        String patient = freshPatient();
        String alert = shift.raise(Tier.WARNING, patient);
        shift.db.execute(
                "update alerts set vitals_window = '{31,32,33}' where id = '%s'".formatted(alert));
        shift.startNode();
        shift.pass(600);
        await().until(() -> shift.roomEvents(patient).size() == 2);
        assertEquals(
                List.of("[31.0,32.0,33.0] 65"),
                shift.db.rows(
                        """
                        select data::json -> 'vitals_window', data::json -> 'context' ->> 'age'
                        from outbox where event_id like '%.esc.%'
                        """));
    }
}
