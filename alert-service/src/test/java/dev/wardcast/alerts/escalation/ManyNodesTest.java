package dev.wardcast.alerts.escalation;

import static dev.wardcast.alerts.escalation.NightShift.freshPatient;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.AlertsDatabase;
import dev.wardcast.alerts.db.Database;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.kit.access.Role;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Nodes that race, and nodes that die. */
class ManyNodesTest {

    private NightShift shift;

    @BeforeEach
    void begin() {
        shift = new NightShift();
        shift.hire(Role.NURSE, "nurse-1");
        shift.hire(Role.DOCTOR, "doctor-1");
        shift.hire(Role.ADMIN, "admin-1");
    }

    @AfterEach
    void end() throws Exception {
        shift.close();
    }

    @Test
    void however_many_nodes_there_are_each_step_is_taken_once() throws Exception {
        int alerts = 20;
        for (int i = 0; i < 4; i++) {
            shift.startNode(AlertsDatabase.connect(shift.db.url()), Duration.ofHours(1));
        }
        for (int i = 0; i < alerts; i++) {
            shift.raise(Tier.CRITICAL, freshPatient());
        }
        shift.pass(600);
        await().atMost(Duration.ofMinutes(1)).until(() -> shift.told("admin-1").size() == alerts);
        assertEquals(
                List.of("called 80", "escalated 60", "opened 20", "unattended 20"),
                shift.db.rows("select what, count(*) from alert_events group by what order by 1"));
        assertEquals(alerts, shift.told("nurse-1").size());
        assertEquals(alerts, shift.told("doctor-1").size());
    }

    @Test
    void a_node_that_dies_in_the_middle_of_a_step_loses_none_and_none_comes_twice()
            throws Exception {
        String patient = freshPatient();
        String alert = shift.raise(Tier.CRITICAL, patient);
        PGSimpleDataSource mortal = new PGSimpleDataSource();
        mortal.setUrl(shift.db.url() + "&ApplicationName=mortal");
        try (Connection bystander = DriverManager.getConnection(shift.db.url());
                Statement statement = bystander.createStatement()) {
            bystander.setAutoCommit(false);
            statement.execute("lock table outbox in access exclusive mode");
            shift.startNode(new Database(mortal), Duration.ofHours(1));
            shift.pass(60);
            // It has claimed the step and changed the rows, and waits to write the event.
            await().until(() ->
                    !shift.db
                            .rows(
                                    """
                                    select 1 from pg_stat_activity where application_name = 'mortal'
                                        and wait_event_type = 'Lock' and query like '%outbox%'
                                    """)
                            .isEmpty());
            mortal.setUrl("jdbc:postgresql://127.0.0.1:1/none");
            shift.db.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'mortal'");
            bystander.rollback();
        }
        assertEquals(List.of("opened"), shift.story(alert));
        shift.startNode();
        await().until(() -> shift.told("nurse-1").size() == 1);
        assertEquals(List.of("opened", "escalated", "called"), shift.story(alert));
        assertEquals(2, shift.roomEvents(patient).size());
    }

    @Test
    void of_a_step_and_an_acknowledgement_at_once_nothing_comes_behind_the_acknowledgement()
            throws Exception {
        shift.startNode(AlertsDatabase.connect(shift.db.url()), Duration.ofHours(1));
        shift.startNode(AlertsDatabase.connect(shift.db.url()), Duration.ofHours(1));
        int stepFirst = 0;
        int answerFirst = 0;
        int rounds = 8;
        for (int round = 0; round < rounds; round++) {
            Map<String, String> patients = new LinkedHashMap<>();
            for (int i = 0; i < 8; i++) {
                String patient = freshPatient();
                patients.put(shift.raise(Tier.CRITICAL, patient), patient);
            }
            race(patients);
            for (String alert : patients.keySet()) {
                await().until(() -> shift.story(alert).contains("acknowledged"));
                List<String> story = shift.story(alert);
                assertEquals("acknowledged", story.getLast(), story::toString);
                if (story.contains("escalated")) {
                    stepFirst++;
                } else {
                    answerFirst++;
                }
            }
        }
        assertTrue(stepFirst > 0 && answerFirst > 0, stepFirst + " / " + answerFirst);
        shift.pass(100 * 24 * 3600);
        String later = shift.raise(Tier.CRITICAL, freshPatient());
        shift.pass(60);
        await().until(() -> shift.story(later).contains("called"));
        assertFalse(shift.story(later).contains("unattended"));
        assertEquals(
                List.of("0"),
                shift.db.rows(
                        """
                        select count(*) from alert_events e join alert_events k
                            on k.alert_id = e.alert_id and k.what = 'acknowledged' and e.id > k.id
                        """));
    }

    /**
     * Steps become due while people answer: some at once, some after a look at the alert, and some
     * after several. So each of the two is first now and then, however fast the machine is.
     */
    private void race(Map<String, String> patients) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Object>> people = new ArrayList<>();
            people.add(() -> {
                shift.pass(60);
                return "passed";
            });
            patients.forEach((alert, patient) -> {
                int looks = people.size() - 1;
                people.add(() -> {
                    for (int look = 0; look < looks; look++) {
                        shift.story(alert);
                    }
                    return shift.acknowledge(alert, patient);
                });
            });
            for (Future<Object> done : threads.invokeAll(people)) {
                done.get();
            }
        }
    }
}
