package dev.wardcast.alerts.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.http.Hospital.Answer;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AlertsHttpTest {

    private static Hospital hospital;

    @BeforeAll
    static void open() throws Exception {
        hospital = new Hospital();
    }

    @AfterAll
    static void close() {
        hospital.close();
    }

    private static List<JsonNode> alerts(String token, String query) throws Exception {
        Answer answer = hospital.get(token, "/api/v1/alerts" + query);
        assertEquals(200, answer.status(), () -> answer.body().toString());
        List<JsonNode> alerts = new ArrayList<>();
        answer.body().get("alerts").values().forEach(alerts::add);
        return alerts;
    }

    private static List<JsonNode> events(String token, String patient, long afterClock)
            throws Exception {
        Answer answer =
                hospital.get(
                        token,
                        "/api/v1/alerts/events?patient_id=%s&after_clock=%d"
                                .formatted(patient, afterClock));
        assertEquals(200, answer.status(), () -> answer.body().toString());
        List<JsonNode> events = new ArrayList<>();
        answer.body().get("events").values().forEach(events::add);
        return events;
    }

    private static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.get(name);
        }
        return at.coerceStringValue();
    }

    /** The id of an alert of the patient, once there is one. */
    private static String alertOf(String patient, String token) throws Exception {
        hospital.measure(patient, 130, 131, 132);
        await().until(() -> !alerts(token, "?patient_id=" + patient).isEmpty());
        return text(alerts(token, "?patient_id=" + patient).getFirst(), "alert_id");
    }

    private static String path(String alert, String patient) {
        return "/api/v1/alerts/alerts/%s/acknowledge?patient_id=%s".formatted(alert, patient);
    }

    @Test
    void a_sample_becomes_an_alert_an_event_and_an_acknowledgement() throws Exception {
        String patient = hospital.patient();
        String caregiver = hospital.caregiverOf(patient);
        String alert = alertOf(patient, caregiver);

        JsonNode shown = hospital.get(caregiver, "/api/v1/alerts/" + alert).body();
        assertEquals("CRITICAL", text(shown, "tier"));
        assertEquals("ACTIVE", text(shown, "condition"));
        assertEquals("UNACKED", text(shown, "response"));
        assertEquals(100.0, shown.get("threshold").get("max").getDoubleValue());

        await().until(() -> events(caregiver, patient, 0).size() == 1);
        JsonNode event = events(caregiver, patient, 0).getFirst();
        assertEquals(alert + ".alert", text(event, "event_id"));
        assertEquals("patient.alert", text(event, "type"));
        assertEquals("alert", text(event, "data", "event"));

        Answer ack =
                hospital.post(
                        hospital.patientThemself(patient),
                        path(alert, patient),
                        "{\"status\":\"resolved\",\"note\":\"Patient is stable\"}");
        assertEquals(200, ack.status(), () -> ack.body().toString());
        assertEquals("patient", text(ack.body(), "acknowledged_by"));
        assertEquals("resolved", text(ack.body(), "status"));
        assertEquals("Patient is stable", text(ack.body(), "note"));

        long clock = event.get("clock").getLongValue();
        await().until(() -> events(caregiver, patient, clock).size() == 1);
        JsonNode acknowledged = events(caregiver, patient, clock).getFirst();
        assertEquals(alert + ".ack", text(acknowledged, "event_id"));
        assertEquals(ack.body(), acknowledged.get("data"));
    }

    @Test
    void an_acknowledgement_needs_no_body_and_the_first_one_stays() throws Exception {
        String patient = hospital.patient();
        String caregiver = hospital.caregiverOf(patient);
        String alert = alertOf(patient, caregiver);
        Answer first = hospital.post(caregiver, path(alert, patient), "");
        assertEquals(200, first.status(), () -> first.body().toString());
        assertEquals("acknowledged", text(first.body(), "status"));
        Answer second =
                hospital.post(
                        hospital.patientThemself(patient),
                        path(alert, patient),
                        "{\"status\":\"resolved\"}");
        assertEquals(first, second);
        await().until(() -> events(caregiver, patient, 0).size() == 2);
    }

    @Test
    void of_two_at_once_one_counts_and_both_hear_of_it() throws Exception {
        String patient = hospital.patient();
        String caregiver = hospital.caregiverOf(patient);
        String alert = alertOf(patient, caregiver);
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tokens.add(hospital.caregiverOf(patient));
        }
        Set<JsonNode> answers = new HashSet<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < tokens.size(); i++) {
                String token = tokens.get(i);
                String body = "{\"note\":\"by number %d\"}".formatted(i);
                calls.add(() -> hospital.post(token, path(alert, patient), body));
            }
            for (Future<Answer> answer : people.invokeAll(calls)) {
                assertEquals(200, answer.get().status());
                answers.add(answer.get().body());
            }
        }
        assertEquals(1, answers.size());
        await().until(() -> events(caregiver, patient, 0).size() == 2);
    }

    @Test
    void refusals_say_what_is_wrong() throws Exception {
        String patient = hospital.patient();
        String other = hospital.patient();
        String caregiver = hospital.caregiverOf(patient, other);
        String stranger = hospital.caregiverOf();
        String alert = alertOf(patient, caregiver);
        String unknown = UUID.randomUUID().toString();

        assertRefused(404, "unknown_alert", hospital.post(caregiver, path(unknown, patient), ""));
        assertEquals(403, hospital.post(stranger, path(alert, patient), "").status());
        assertRefused(409, "other_patient", hospital.post(caregiver, path(alert, other), ""));
        assertRefused(
                400,
                "missing_patient_id",
                hospital.post(caregiver, "/api/v1/alerts/alerts/" + alert + "/acknowledge", ""));
        assertRefused(
                400,
                "invalid_status",
                hospital.post(caregiver, path(alert, patient), "{\"status\":\"whatever\"}"));
        assertRefused(
                400,
                "invalid_note",
                hospital.post(
                        caregiver,
                        path(alert, patient),
                        "{\"note\":\"%s\"}".formatted("x".repeat(2001))));
        assertEquals(400, hospital.post(caregiver, path(alert, patient), "{\"status\":").status());
        assertEquals(403, hospital.get(stranger, "/api/v1/alerts/" + alert).status());
        assertRefused(404, "unknown_alert", hospital.get(caregiver, "/api/v1/alerts/" + unknown));
        assertEquals(401, hospital.anonymous("/api/v1/alerts/" + alert).status());
        assertEquals(
                "UNACKED",
                text(hospital.get(caregiver, "/api/v1/alerts/" + alert).body(), "response"));
    }

    private static void assertRefused(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), () -> answer.body().toString());
        assertEquals(code, text(answer.body(), "code"));
        assertTrue(answer.contentType().startsWith("application/problem+json"));
    }

    @Test
    void a_batch_has_a_result_for_each() throws Exception {
        String patient = hospital.patient();
        String hidden = hospital.patient();
        String caregiver = hospital.caregiverOf(patient);
        String alert = alertOf(patient, caregiver);
        Answer answer =
                hospital.post(
                        caregiver,
                        "/api/v1/alerts/acknowledge",
                        """
                        {"alerts":[{"alert_id":"%s","patient_id":"%s"},
                            {"alert_id":"no-such","patient_id":"%s"},
                            {"alert_id":"%s","patient_id":"%s"},{"alert_id":"x"}]}
                        """
                                .formatted(alert, patient, patient, alert, hidden));
        assertEquals(200, answer.status(), () -> answer.body().toString());
        List<Integer> statuses = new ArrayList<>();
        answer.body()
                .get("results")
                .values()
                .forEach(r -> statuses.add(r.get("status").getIntValue()));
        assertEquals(List.of(200, 404, 403, 400), statuses);
        assertRefused(
                400,
                "invalid_alerts",
                hospital.post(caregiver, "/api/v1/alerts/acknowledge", "{\"alerts\":[]}"));
    }

    @Test
    void a_list_shows_only_patients_that_the_caller_may_see() throws Exception {
        String mine = hospital.patient();
        String hidden = hospital.patient();
        String caregiver = hospital.caregiverOf(mine);
        String admin = hospital.withRole("ADMIN");
        alertOf(mine, caregiver);
        alertOf(hidden, hospital.caregiverOf(hidden));
        assertEquals(1, alerts(caregiver, "").size());
        assertEquals(mine, text(alerts(caregiver, "").getFirst(), "patient_id"));
        assertEquals(0, alerts(hospital.caregiverOf(), "").size());
        assertTrue(alerts(admin, "?limit=500").size() >= 2);
        assertEquals(403, hospital.get(caregiver, "/api/v1/alerts?patient_id=" + hidden).status());
        assertEquals(0, alerts(hospital.withRole("NURSE"), "").size());
    }

    @Test
    void a_list_is_filtered_and_paged() throws Exception {
        String patient = hospital.patient();
        String caregiver = hospital.caregiverOf(patient);
        alertOf(patient, caregiver);
        hospital.measure(patient, 80, 80, 80, 110, 110, 110, 80, 80, 80, 45, 45, 45);
        await().until(() -> alerts(caregiver, "").size() == 3);
        assertEquals(1, alerts(caregiver, "?tier=warning").size());
        assertEquals(1, alerts(caregiver, "?state=active").size());
        assertEquals(2, alerts(caregiver, "?state=CLEARED").size());
        assertEquals(3, alerts(caregiver, "?state=UNACKED").size());
        assertEquals(0, alerts(caregiver, "?to=2020-01-01T00:00:00Z").size());

        List<String> all = alerts(caregiver, "").stream().map(a -> text(a, "alert_id")).toList();
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = hospital.get(caregiver, "/api/v1/alerts?limit=1" + cursor).body();
            page.get("alerts").values().forEach(a -> paged.add(text(a, "alert_id")));
            JsonNode next = page.get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.getStringValue();
        } while (!cursor.isEmpty());
        assertEquals(all, paged);
        for (String wrong :
                List.of("tier=x", "state=x", "from=x", "limit=0", "limit=501", "cursor=x")) {
            assertEquals(400, hospital.get(caregiver, "/api/v1/alerts?" + wrong).status(), wrong);
        }
    }

    @Test
    void a_service_that_works_says_so() throws Exception {
        await().until(() -> hospital.anonymous("/health/readiness").status() == 200);
        assertEquals(200, hospital.anonymous("/health/liveness").status());
    }
}
