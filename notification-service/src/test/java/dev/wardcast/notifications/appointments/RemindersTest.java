package dev.wardcast.notifications.appointments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.crypto.SealedEvents;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AccessWorld.Published;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.TestServers;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemindersTest {

    private static final String PATH = "/api/appointments";

    private final String database = TestServers.freshDatabaseUrl();
    private final List<ServiceUnderTest> nodes = new ArrayList<>();
    private final ServiceUnderTest idle =
            node(Map.of("wardcast.notifications.reminders.work", false));
    private final Person nurse = idle.world().with("NURSE");
    private final Person other = idle.world().with("DOCTOR");
    private final String content = "Content " + UUID.randomUUID();

    private ServiceUnderTest node(Map<String, Object> more) {
        Map<String, Object> settings = new java.util.HashMap<>(more);
        settings.put("wardcast.database-url", database);
        settings.put("wardcast.notifications.reminders.poll", "50ms");
        // So that what was published can be looked at.
        settings.put("wardcast.outbox.notifications.retention", "7d");
        ServiceUnderTest node = new ServiceUnderTest(settings);
        nodes.add(node);
        return node;
    }

    private void workingNodes(int count) {
        for (int i = 0; i < count; i++) {
            node(Map.of());
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(ServiceUnderTest::close);
    }

    /** Tomorrow at this time, with two reminders. */
    private String appointment() {
        String start =
                LocalDateTime.now(ZoneOffset.UTC)
                        .plusDays(1)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString();
        Answer made =
                idle.post(
                        nurse,
                        PATH,
                        """
                        {"participants":["%s","%s"],"starts_at":"%s","zone":"UTC","content":"%s",
                         "reminders":["PT2H","PT1H"]}
                        """
                                .formatted(nurse.id(), other.id(), start, content));
        assertEquals(201, made.status(), () -> made.body().toString());
        return made.text("id");
    }

    private void sql(String sql) {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = notifications");
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private String text(String sql) {
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = notifications");
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void due(String id, String before, String when) {
        sql(
                "update appointment_reminders set due_at = now() + interval '%s' where appointment_id = '%s' and before = '%s'"
                        .formatted(when, id, before));
    }

    private List<Published> published(Person who) {
        return idle.world().toldTo(who);
    }

    private JsonNode event(Person who) throws IOException {
        Published event = published(who).getFirst();
        return idle.json(
                idle.bean(SealedEvents.class)
                        .open(event.room(), event.id(), event.data().getBytes(UTF_8)));
    }

    private String state(String id, String before) {
        return text(
                "select state from appointment_reminders where appointment_id = '%s' and before = '%s'"
                        .formatted(id, before));
    }

    @Test
    void a_reminder_fires_once_for_each_participant_however_many_nodes_there_are()
            throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(appointment());
            due(ids.get(i), "PT2H", "1 second");
        }
        workingNodes(3);
        await().until(() -> published(nurse).size() >= 20 && published(other).size() >= 20);
        await().during(Duration.ofMillis(500))
                .until(() -> published(nurse).size() == 20 && published(other).size() == 20);
        ids.forEach(id -> assertEquals("FIRED", state(id, "PT2H")));
        ids.forEach(id -> assertEquals("PENDING", state(id, "PT1H")));
        JsonNode event = event(other);
        List<String> names = new ArrayList<>();
        event.entries().forEach(entry -> names.add(entry.getKey()));
        assertEquals(List.of("type", "appointmentId", "time", "content", "timestamp", "id"), names);
        assertEquals("appointment_reminder", event.get("type").getStringValue());
        assertTrue(ids.contains(event.get("appointmentId").getStringValue()));
        assertEquals(content, event.get("content").getStringValue());
        assertTrue(
                Instant.parse(event.get("time").getStringValue())
                        .isAfter(Instant.parse(event.get("timestamp").getStringValue())));
    }

    @Test
    void a_reminder_is_in_the_list_of_each_participant_and_unread_until_they_say_so()
            throws Exception {
        String id = appointment();
        due(id, "PT2H", "-1 second");
        workingNodes(1);
        await().until(() -> published(other).size() == 1);
        JsonNode told = event(other);
        JsonNode listed = unread(other).get(0);
        assertEquals(1, unread(other).size());
        assertEquals(published(other).getFirst().id(), listed.get("id").getStringValue());
        for (String same : List.of("type", "id", "content", "time", "timestamp")) {
            assertEquals(told.get(same), listed.get(same), same);
        }
        assertEquals(id, listed.get("appointment_id").getStringValue());
        assertFalse(text("select string_agg(n::text, '') from notifications n").contains(content));

        String ack = "/api/notifications/" + listed.get("id").getStringValue() + "/ack";
        assertEquals(404, idle.post(nurse, ack, "").status());
        assertEquals(200, idle.post(other, ack, "").status());
        assertEquals(0, unread(other).size());
        assertEquals(1, unread(nurse).size());
    }

    private JsonNode unread(Person who) {
        return idle.get(who, "/api/notifications?unread=true").body().get("notifications");
    }

    @Test
    void what_came_due_while_no_node_was_there_fires_once_and_together() {
        String id = appointment();
        due(id, "PT2H", "-90 minutes");
        due(id, "PT1H", "-30 minutes");
        workingNodes(1);
        await().until(() -> state(id, "PT1H").equals("FIRED"));
        assertEquals("FIRED", state(id, "PT2H"));
        await().until(() -> published(nurse).size() == 1);
        workingNodes(1);
        await().during(Duration.ofMillis(500)).until(() -> published(nurse).size() == 1);
    }

    @Test
    void after_the_end_of_an_appointment_nobody_is_reminded_of_it() {
        String id = appointment();
        due(id, "PT2H", "-3 hours");
        sql(
                "update appointments set starts_at = now() - interval '2 hours', ends_at = now() - interval '1 second' where id = '"
                        + id
                        + "'");
        workingNodes(1);
        await().until(() -> state(id, "PT2H").equals("MISSED"));
        assertEquals(0, published(nurse).size());
    }

    @Test
    void a_cancelled_or_moved_appointment_reminds_of_nothing_old() {
        String cancelled = appointment();
        idle.send(nurse, "DELETE", PATH + "/" + cancelled, "");
        due(cancelled, "PT2H", "-1 second");
        String moved = appointment();
        due(moved, "PT2H", "-1 second");
        Answer answer =
                idle.send(
                        nurse,
                        "PUT",
                        PATH + "/" + moved,
                        """
                        {"starts_at":"2028-02-29T09:00","zone":"UTC","content":"later",
                         "reminders":["PT2H"]}
                        """);
        assertEquals(200, answer.status(), () -> answer.body().toString());
        String fires = appointment();
        due(fires, "PT2H", "0 seconds");
        workingNodes(1);
        await().until(() -> state(fires, "PT2H").equals("FIRED"));
        assertEquals("CANCELLED", state(cancelled, "PT2H"));
        assertEquals("PENDING", state(moved, "PT2H"));
        await().until(() -> published(nurse).size() == 1);
    }

    @Test
    void a_time_that_is_over_when_the_reminder_is_set_is_skipped() {
        String start =
                LocalDateTime.now(ZoneOffset.UTC)
                        .plusMinutes(30)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString();
        Answer made =
                idle.post(
                        nurse,
                        PATH,
                        "{\"starts_at\":\"%s\",\"zone\":\"UTC\",\"content\":\"x\",\"reminders\":[\"PT1H\",\"PT5M\"]}"
                                .formatted(start));
        assertEquals("SKIPPED", state(made.text("id"), "PT1H"));
        assertEquals("PENDING", state(made.text("id"), "PT5M"));
    }

    @Test
    void whoever_may_not_see_the_patient_any_more_is_not_reminded() {
        String patient = idle.world().patient();
        Person caregiver = idle.world().caregiverOf(patient);
        Person themself = idle.world().patientThemself(patient);
        Answer made =
                idle.post(
                        themself,
                        PATH,
                        """
                        {"patient_id":"%s","participants":["%s","%s"],"starts_at":"2028-02-29T09:00",
                         "zone":"UTC","content":"x","reminders":["PT1H"]}
                        """
                                .formatted(patient, caregiver.id(), themself.id()));
        assertEquals(201, made.status(), () -> made.body().toString());
        idle.world().grantOnly(caregiver);
        due(made.text("id"), "PT1H", "0 seconds");
        workingNodes(1);
        await().until(() -> published(themself).size() == 1);
        assertEquals(0, published(caregiver).size());
    }

    @Test
    void neither_the_database_nor_redis_has_the_words_in_clear() {
        String id = appointment();
        due(id, "PT2H", "0 seconds");
        workingNodes(1);
        await().until(() -> published(nurse).size() == 1);
        String body = text("select body from appointments where id = '" + id + "'");
        assertTrue(body.startsWith("v1.test."), body);
        String outbox = text("select string_agg(data, ' ') from outbox");
        assertTrue(outbox.contains("{\"sealed\":\"v1.test."), outbox);
        assertFalse(outbox.contains(content));
        assertFalse(published(nurse).getFirst().data().contains(content));
    }

    @Test
    void a_new_key_takes_over_while_everybody_reads_and_writes() {
        String id = appointment();
        String newKey = "fresh:" + "R".repeat(42) + "Q=";
        ServiceUnderTest changed =
                node(
                        Map.of(
                                "wardcast.vault.keys",
                                newKey + "," + ServiceUnderTest.VAULT_KEY,
                                "wardcast.vault.reseal",
                                "50ms"));
        String body = "select body from appointments where id = '" + id + "'";
        await().until(() -> text(body).startsWith("v1.fresh."));
        Person admin = changed.world().with("ADMIN");
        assertEquals(content, changed.get(admin, PATH + "/" + id).text("content"));
        await().until(() ->
                changed.bean(io.micrometer.core.instrument.MeterRegistry.class)
                                .get("wardcast.vault.rows.left")
                                .tag("table", "notifications.appointments")
                                .gauge()
                                .value()
                        == 0);
    }

    @Test
    void the_test_endpoint_is_there_only_where_it_is_wanted() throws Exception {
        String reminder =
                """
                {"appointmentId":"test-123","time":"2025-01-20T14:00:00Z","content":"%s"}
                """
                        .formatted(content);
        String path = "/api/test/appointment-reminder";
        assertEquals(404, idle.post(nurse, path, reminder).status());
        ServiceUnderTest trial = node(Map.of("wardcast.notifications.test-endpoints", true));
        Person tester = trial.world().with("PATIENT");
        assertEquals(202, trial.post(tester, path, reminder).status());
        await().until(() -> published(tester).size() == 1);
        assertEquals("test-123", event(tester).get("appointmentId").getStringValue());
        assertEquals(401, trial.post(null, path, reminder).status());
        Answer wrong = trial.post(tester, path, "{\"appointmentId\":\"a b\",\"time\":\"noon\"}");
        assertEquals(422, wrong.status());
        assertTrue(wrong.text("detail").startsWith("appointmentId: "), wrong.text("detail"));
    }
}
