package dev.wardcast.alerts.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.http.Hospital.Answer;
import io.micronaut.json.tree.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RulesHttpTest {

    private static final String RULES = "/api/v1/alert-rules";

    private static Hospital hospital;
    private static String admin;

    @BeforeAll
    static void open() throws Exception {
        hospital = new Hospital();
        admin = hospital.withRole("ADMIN");
    }

    @AfterAll
    static void close() {
        hospital.close();
    }

    private static String freshRule() {
        return "rule_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String glucose(String id, String limits) {
        return """
        {"rule_id":"%s","kind":"threshold","vital_type":"glucose","limits":[%s]}
        """
                .formatted(id, limits);
    }

    private static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.get(name);
        }
        return at.coerceStringValue();
    }

    private static List<String> errors(Answer answer) {
        List<String> errors = new ArrayList<>();
        answer.body()
                .get("errors")
                .values()
                .forEach(e -> errors.add(text(e, "field") + ": " + text(e, "message")));
        return errors;
    }

    @Test
    void the_built_in_rules_are_rules_like_any_other() throws Exception {
        Answer list = hospital.get(admin, RULES);
        assertEquals(200, list.status(), () -> list.body().toString());
        List<String> ids = new ArrayList<>();
        list.body().get("rules").values().forEach(rule -> ids.add(text(rule, "rule_id")));
        assertTrue(
                ids.containsAll(
                        List.of(
                                "heart_rate",
                                "spo2",
                                "respiratory_rate",
                                "temperature",
                                "high_blood_pressure",
                                "low_blood_pressure",
                                "news2",
                                "device_silence")),
                ids.toString());
    }

    @Test
    void a_rule_is_made_replaced_by_who_read_it_and_switched_off_and_every_version_stays()
            throws Exception {
        String id = freshRule();
        Answer made = hospital.post(admin, RULES, glucose(id, "{\"min\":70,\"tier\":\"WARNING\"}"));
        assertEquals(201, made.status(), () -> made.body().toString());
        assertEquals("1", text(made.body(), "version"));
        assertEquals("15m", text(made.body(), "definition", "max_gap"));
        assertEquals(
                409,
                hospital.post(admin, RULES, glucose(id, "{\"min\":70,\"tier\":\"WARNING\"}"))
                        .status());

        String better = glucose(id, "{\"min\":60,\"tier\":\"CRITICAL\"}");
        assertEquals(428, hospital.put(admin, RULES + "/" + id, "", better).status());
        Answer replaced = hospital.put(admin, RULES + "/" + id, "\"1\"", better);
        assertEquals(200, replaced.status(), () -> replaced.body().toString());
        Answer late = hospital.put(admin, RULES + "/" + id, "\"1\"", better);
        assertEquals(409, late.status());
        assertEquals("other_version", text(late.body(), "code"));

        assertEquals(204, hospital.delete(admin, RULES + "/" + id).status());
        assertEquals(204, hospital.delete(admin, RULES + "/" + id).status());
        Answer versions = hospital.get(admin, RULES + "/" + id + "/versions");
        List<String> enabled = new ArrayList<>();
        versions.body()
                .get("rules")
                .values()
                .forEach(v ->
                        enabled.add(text(v, "version") + " " + text(v, "definition", "enabled")));
        assertEquals(List.of("3 false", "2 true", "1 true"), enabled);
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() throws Exception {
        Answer answer =
                hospital.post(
                        admin,
                        RULES,
                        """
                        {"rule_id":"x","kind":"threshold","vital_type":"heart_rate","delay":"soon",
                         "window":{"samples":0},"recipients":["ghost"],
                         "limits":[{"min":60,"max":50,"tier":"WARNING"},
                                   {"max":120,"clear_max":130,"tier":"urgent"}]}
                        """);
        assertEquals(422, answer.status(), () -> answer.body().toString());
        assertEquals(
                List.of(
                        "window.samples: 0 (expected: a whole number from 1 to 100)",
                        "limits[0].max: 50 (expected: > limits[0].min)",
                        "limits[1].tier: urgent (expected: one of info, warning, critical)",
                        "delay: soon (expected: a duration such as 90s, 5m or 1h, from 0s to 10m)",
                        "recipients: a list (expected: roles of patient, caregiver, doctor, nurse, therapist, dispatcher, admin)"),
                errors(answer));
        Answer waiting =
                hospital.post(
                        admin, RULES, "{\"rule_id\":\"x\",\"kind\":\"news2\",\"delay\":\"1m\"}");
        assertEquals(
                List.of("delay: 1m (expected: 0s, because a news2 rule does not wait)"),
                errors(waiting));
    }

    @Test
    void a_rule_keeps_what_it_is_about() throws Exception {
        String id = freshRule();
        hospital.post(admin, RULES, glucose(id, "{\"min\":70,\"tier\":\"WARNING\"}"));
        Answer other =
                hospital.put(
                        admin,
                        RULES + "/" + id,
                        "1",
                        """
                        {"kind":"threshold","vital_type":"weight","limits":[{"min":40,"tier":"INFO"}]}
                        """);
        assertEquals(422, other.status());
    }

    @Test
    void an_override_counts_for_its_patient_at_once_until_it_is_withdrawn() throws Exception {
        String patient = hospital.patient();
        String caregiver = hospital.caregiverOf(patient);
        String path = RULES + "/heart_rate/patients/" + patient;
        Answer set =
                hospital.put(admin, path, "", "{\"limits\":[{\"max\":150,\"tier\":\"WARNING\"}]}");
        assertEquals(200, set.status(), () -> set.body().toString());
        hospital.measure(patient, 130, 130, 130);
        hospital.measure(patient, 151, 151, 151);
        await().until(() -> alerts(caregiver, patient).size() == 1);
        assertEquals("WARNING", text(alerts(caregiver, patient).getFirst(), "tier"));
        assertEquals("150.0", text(alerts(caregiver, patient).getFirst(), "threshold", "max"));
        assertEquals(204, hospital.delete(admin, path).status());
        assertEquals(404, hospital.get(admin, path).status());
        Answer wrong = hospital.put(admin, path, "", "{\"window\":{\"samples\":-1}}");
        assertEquals(422, wrong.status());
    }

    private static List<JsonNode> alerts(String token, String patient) throws Exception {
        List<JsonNode> alerts = new ArrayList<>();
        hospital.get(token, "/api/v1/alerts?patient_id=" + patient)
                .body()
                .get("alerts")
                .values()
                .forEach(alerts::add);
        return alerts;
    }

    @Test
    void only_who_may_change_rules_does() throws Exception {
        String patient = hospital.patient();
        String nurse = hospital.withRole("NURSE");
        String doctor = hospital.withRole("DOCTOR");
        String caregiver = hospital.caregiverOf(patient);
        String override = RULES + "/heart_rate/patients/" + patient;
        assertEquals(200, hospital.get(nurse, RULES).status());
        assertEquals(403, hospital.get(caregiver, RULES).status());
        assertEquals(401, hospital.anonymous(RULES).status());
        assertEquals(403, hospital.post(doctor, RULES, "{}").status());
        assertEquals(403, hospital.put(nurse, RULES + "/spo2", "1", "{}").status());
        assertEquals(403, hospital.delete(doctor, RULES + "/spo2").status());
        assertEquals(403, hospital.put(nurse, override, "", "{}").status());
        // A doctor, but not of this patient.
        assertEquals(403, hospital.put(doctor, override, "", "{}").status());
        assertEquals(403, hospital.get(doctor, RULES + "/quarantine").status());
        assertEquals(200, hospital.get(admin, RULES + "/quarantine").status());
        assertEquals(404, hospital.get(admin, RULES + "/no_such_rule").status());
    }

    @Test
    void a_rule_is_tried_on_the_history_page_by_page_and_nothing_is_raised() throws Exception {
        String patient = hospital.patient();
        Instant start = Instant.parse("2026-01-31T12:00:00Z");
        hospital.history =
                uri ->
                        uri.toString().contains("cursor=next")
                                ? page(patient, start, 0, 3, null)
                                : page(patient, start, 3, 6, "next");
        Answer answer =
                hospital.post(
                        admin,
                        RULES + "/test",
                        """
                        {"patient_id":"%s","from":"2026-01-31T00:00:00Z","to":"2026-02-01T00:00:00Z",
                         "rule":{"kind":"threshold","vital_type":"heart_rate","window":{"samples":2},
                                 "limits":[{"max":102,"tier":"WARNING"}]}}
                        """
                                .formatted(patient));
        assertEquals(200, answer.status(), () -> answer.body().toString());
        assertEquals("6", text(answer.body(), "samples"));
        assertEquals("true", text(answer.body(), "complete"));
        JsonNode alert = answer.body().get("alerts").get(0);
        // 100 to 105, one a minute: 103 and 104 are the first two above 102.
        assertEquals("2026-01-31T12:04:00Z", text(alert, "opened_at"));
        assertEquals("2", text(alert, "occurrences"));
        assertEquals("103.0", text(alert.get("values").get(0)));
        assertTrue(hospital.asked.stream().anyMatch(a -> a.contains("type=heart_rate")));
        assertTrue(hospital.asked.stream().allMatch(a -> a.endsWith("Bearer " + admin)));
        assertEquals(0, alerts(admin, patient).size());

        Answer known =
                hospital.post(
                        admin,
                        RULES + "/test",
                        "{\"patient_id\":\"%s\",\"rule_id\":\"heart_rate\"}".formatted(patient));
        assertEquals(1, known.body().get("alerts").size(), () -> known.body().toString());
        assertEquals(
                400,
                hospital.post(admin, RULES + "/test", "{\"patient_id\":\"%s\"}".formatted(patient))
                        .status());
    }

    /** Heart rates of 100 and so many, newest first. */
    private static String page(String patient, Instant start, int from, int to, String cursor) {
        String items =
                IntStream.range(from, to)
                        .map(i -> from + to - 1 - i)
                        .mapToObj(i ->
                                """
                                {"patient_id":"%s","device_type":"monitor","device_id":"d","data_type":"heart_rate","values":{"bpm":%d},"timestamp":"%s","received_at":"%s"}\
                                """
                                        .formatted(
                                                patient,
                                                100 + i,
                                                start.plusSeconds(60L * i),
                                                start.plusSeconds(60L * i)))
                        .collect(Collectors.joining(","));
        return "{\"items\":[%s]%s}"
                .formatted(items, cursor == null ? "" : ",\"next_cursor\":\"" + cursor + "\"");
    }
}
