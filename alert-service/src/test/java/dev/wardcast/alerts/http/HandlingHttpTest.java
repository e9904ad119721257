package dev.wardcast.alerts.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.http.Hospital.Answer;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A nurse, a doctor and a patient of one hospital, and others who are none of them. */
class HandlingHttpTest {

    private static Hospital hospital;

    private String nurse;
    private String doctor;
    private String patient;
    private String caregiver;

    @BeforeAll
    static void open() throws Exception {
        hospital = new Hospital();
    }

    @AfterAll
    static void close() {
        hospital.close();
    }

    @BeforeEach
    void staff() throws Exception {
        String id = "hospital-" + UUID.randomUUID();
        nurse = hospital.staffOf(id, "NURSE");
        doctor = hospital.staffOf(id, "DOCTOR");
        patient = hospital.patientOf(id, nurse, doctor);
        caregiver = hospital.caregiverOf(patient);
    }

    private static String text(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.get(name);
        }
        return at.coerceStringValue();
    }

    private Answer raise(String token, String more) throws Exception {
        return hospital.post(
                token,
                "/api/v1/alerts",
                "{\"patient_id\":\"%s\",\"tier\":\"WARNING\",\"reasons\":[\"looks pale\"]%s}"
                        .formatted(patient, more));
    }

    private String raised() throws Exception {
        Answer answer = raise(nurse, "");
        assertEquals(201, answer.status(), () -> answer.body().toString());
        return text(answer.body(), "alert_id");
    }

    private Answer handle(String token, String alert, String what, String body) throws Exception {
        return hospital.post(token, "/api/v1/alerts/" + alert + "/" + what, body);
    }

    private List<String> history(String alert) throws Exception {
        Answer answer = hospital.get(nurse, "/api/v1/alerts/" + alert + "/history");
        assertEquals(200, answer.status(), () -> answer.body().toString());
        List<String> what = new ArrayList<>();
        answer.body().get("events").values().forEach(event -> what.add(text(event, "what")));
        return what;
    }

    private List<String> changes() throws Exception {
        List<String> events = new ArrayList<>();
        hospital.get(nurse, "/api/v1/alerts/events?patient_id=" + patient)
                .body()
                .get("events")
                .values()
                .forEach(event -> {
                    JsonNode change = event.get("data").get("change");
                    events.add(
                            change == null
                                    ? text(event, "data", "event")
                                    : change.getStringValue());
                });
        return events;
    }

    private static void assertRefused(int status, String code, Answer answer) {
        assertEquals(status, answer.status(), () -> answer.body().toString());
        assertEquals(code, text(answer.body(), "code"));
        assertTrue(answer.contentType().startsWith("application/problem+json"));
    }

    @Test
    void an_alert_by_hand_lives_like_any_other_and_its_key_raises_it_once() throws Exception {
        String more =
                ",\"vital_type\":\"heart_rate\",\"context\":{\"age\":65},\"recipients\":[\"doctor\"],\"idempotency_key\":\"k1\"";
        Answer first = raise(nurse, more);
        assertEquals(201, first.status(), () -> first.body().toString());
        String alert = text(first.body(), "alert_id");
        assertEquals("65", text(first.body(), "context", "age"));
        Answer second = raise(nurse, more);
        assertEquals(200, second.status());
        assertEquals(alert, text(second.body(), "alert_id"));
        assertRefused(
                409,
                "idempotency_key_reused",
                hospital.post(
                        nurse,
                        "/api/v1/alerts",
                        "{\"patient_id\":\"%s\",\"tier\":\"INFO\",\"reasons\":[\"other\"],\"idempotency_key\":\"k1\"}"
                                .formatted(patient)));
        assertEquals(201, raise(doctor, more).status());
        await().until(() -> changes().equals(List.of("alert", "alert")));
        Answer ack =
                hospital.post(
                        nurse,
                        "/api/v1/alerts/alerts/%s/acknowledge?patient_id=%s"
                                .formatted(alert, patient),
                        "");
        assertEquals("nurse", text(ack.body(), "acknowledged_by"));
        assertEquals(List.of("opened", "acknowledged"), history(alert));
    }

    @Test
    void who_may_not_raise_does_not_and_what_is_wrong_is_named() throws Exception {
        assertRefused(403, "forbidden", raise(caregiver, ""));
        assertRefused(
                403, "no_access_to_patient", raise(hospital.staffOf("elsewhere", "NURSE"), ""));
        for (String wrong :
                List.of(
                        "\"tier\":\"X\",\"reasons\":[\"r\"]",
                        "\"tier\":\"INFO\",\"reasons\":[]",
                        "\"tier\":\"INFO\"",
                        "\"reasons\":[\"r\"]",
                        "\"tier\":\"INFO\",\"reasons\":[\"r\"],\"recipients\":[\"nobody\"]",
                        "\"tier\":\"INFO\",\"reasons\":[\"r\"],\"context\":{\"a\":{\"b\":1}}",
                        "\"tier\":\"INFO\",\"reasons\":[\"r\"],\"vital_type\":\"Heart Rate\"",
                        "\"tier\":\"INFO\",\"reasons\":[\"r\"],\"idempotency_key\":\"a b\"")) {
            Answer answer =
                    hospital.post(
                            nurse,
                            "/api/v1/alerts",
                            "{\"patient_id\":\"%s\",%s}".formatted(patient, wrong));
            assertEquals(400, answer.status(), () -> wrong + ": " + answer.body());
        }
    }

    @Test
    void what_people_do_is_on_the_stream_in_the_history_and_in_the_alert() throws Exception {
        String alert = raised();
        Answer snoozed = handle(nurse, alert, "snooze", "{\"minutes\":15}");
        assertEquals(200, snoozed.status(), () -> snoozed.body().toString());
        assertEquals("snoozed", text(snoozed.body(), "change"));
        String doctorId = Hospital.idOf(doctor);
        assertEquals(
                200,
                handle(nurse, alert, "assign", "{\"user_id\":\"%s\"}".formatted(doctorId))
                        .status());
        assertEquals(
                "On my way",
                text(handle(doctor, alert, "comments", "{\"text\":\"On my way\"}").body(), "text"));
        Answer resolved = handle(doctor, alert, "resolve", "{\"note\":\"ate too little\"}");
        assertEquals("RESOLVED", text(resolved.body(), "response"));
        assertEquals(200, handle(doctor, alert, "resolve", "").status());
        assertEquals(
                List.of("opened", "snoozed", "assigned", "commented", "acknowledged", "resolved"),
                history(alert));
        await().until(() ->
                changes()
                        .equals(
                                List.of(
                                        "alert",
                                        "snoozed",
                                        "assigned",
                                        "commented",
                                        "ack",
                                        "resolved")));
        JsonNode view = hospital.get(caregiver, "/api/v1/alerts/" + alert).body();
        assertEquals("RESOLVED", text(view, "response"));
        assertEquals("CLEARED", text(view, "condition"));
        assertEquals(doctorId, text(view, "assigned_to"));
        assertEquals("doctor", text(view, "resolved_by"));
    }

    @Test
    void whoever_resolves_second_is_told_who_did() throws Exception {
        String alert = raised();
        Answer first = handle(doctor, alert, "resolve", "{\"note\":\"first\"}");
        assertEquals(Hospital.idOf(doctor), text(first.body(), "user_id"));
        Answer second = handle(nurse, alert, "resolve", "{\"note\":\"second\"}");
        assertEquals(Hospital.idOf(doctor), text(second.body(), "user_id"));
        assertEquals("doctor", text(second.body(), "by"));
        assertEquals("first", text(second.body(), "text"));
    }

    @Test
    void an_alert_gets_out_of_nobodys_hands_by_a_misspelt_field() throws Exception {
        String alert = raised();
        String doctorId = Hospital.idOf(doctor);
        handle(nurse, alert, "assign", "{\"user_id\":\"%s\"}".formatted(doctorId));
        for (String body : List.of("{}", "{\"user\":null}", "[]", "{\"user_id\":5}")) {
            assertRefused(400, "invalid_user_id", handle(nurse, alert, "assign", body));
        }
        JsonNode view = hospital.get(nurse, "/api/v1/alerts/" + alert).body();
        assertEquals(doctorId, text(view, "assigned_to"));
        Answer nobody = handle(nurse, alert, "assign", "{\"user_id\":null}");
        assertEquals("unassigned", text(nobody.body(), "change"));
    }

    @Test
    void acknowledging_never_unresolves() throws Exception {
        String alert = raised();
        assertEquals(200, handle(nurse, alert, "resolve", "").status());
        Answer late =
                hospital.post(
                        doctor,
                        "/api/v1/alerts/alerts/%s/acknowledge?patient_id=%s"
                                .formatted(alert, patient),
                        "{\"status\":\"in_progress\"}");
        assertEquals(200, late.status());
        assertEquals("resolved", text(late.body(), "status"));
        assertEquals(
                "RESOLVED",
                text(hospital.get(nurse, "/api/v1/alerts/" + alert).body(), "response"));
    }

    @Test
    void refusals_name_what_is_wrong_and_tell_strangers_nothing_more() throws Exception {
        String alert = raised();
        String stranger = hospital.caregiverOf();
        for (String what : List.of("snooze", "assign", "resolve", "comments")) {
            String body = "{\"minutes\":5,\"user_id\":null,\"text\":\"hello\"}";
            assertRefused(403, "no_access_to_patient", handle(stranger, alert, what, body));
            assertRefused(404, "unknown_alert", handle(nurse, "no-such", what, body));
        }
        assertRefused(403, "role_required", handle(caregiver, alert, "snooze", "{\"minutes\":5}"));
        assertRefused(
                403, "role_required", handle(caregiver, alert, "assign", "{\"user_id\":null}"));
        assertRefused(400, "invalid_minutes", handle(nurse, alert, "snooze", "{\"minutes\":241}"));
        assertRefused(400, "invalid_minutes", handle(nurse, alert, "snooze", "{}"));
        assertRefused(
                400,
                "invalid_user_id",
                handle(
                        nurse,
                        alert,
                        "assign",
                        "{\"user_id\":\"%s\"}".formatted(Hospital.idOf(stranger))));
        assertRefused(400, "invalid_text", handle(nurse, alert, "comments", "{\"text\":\" \"}"));
        assertEquals(200, handle(caregiver, alert, "comments", "{\"text\":\"hi\"}").status());
        assertEquals(200, handle(nurse, alert, "resolve", "").status());
        assertRefused(409, "alert_over", handle(nurse, alert, "snooze", "{\"minutes\":5}"));
    }

    @Test
    void a_doctor_decides_for_a_patient_and_whoever_is_on_duty_is_called() throws Exception {
        String policy =
                """
                {"name":"Fragile","tier":"WARNING","patient_id":"%s",
                 "steps":[{"after":"0s","roles":["nurse"]},{"after":"PT1H","roles":["DOCTOR"]}]}
                """
                        .formatted(patient);
        String policies = "/api/v1/escalation-policies";
        assertRefused(403, "forbidden", hospital.post(nurse, policies, policy));
        assertRefused(
                403,
                "no_access_to_patient",
                hospital.post(hospital.staffOf("elsewhere", "DOCTOR"), policies, policy));
        Answer made = hospital.post(doctor, policies, policy);
        assertEquals(201, made.status(), () -> made.body().toString());
        assertEquals("65m", text(made.body(), "unattended_after"));
        assertEquals("1h", text(made.body().get("steps").get(1), "after"));
        String id = text(made.body(), "policy_id");
        assertRefused(409, "policy_exists", hospital.post(doctor, policies, policy));
        assertEquals(
                4,
                hospital.get(doctor, policies + "?patient_id=" + patient)
                        .body()
                        .get("policies")
                        .size());

        String alert = raised();
        await().until(() -> history(alert).equals(List.of("opened", "escalated", "called")));
        JsonNode events =
                hospital.get(nurse, "/api/v1/alerts/" + alert + "/history").body().get("events");
        assertEquals(
                Hospital.idOf(nurse),
                events.get(2).get("detail").get("users").get(0).getStringValue());

        String changed = policy.replace("0s", "10m").replace("}]}", "}],\"version\":%d}");
        String path = policies + "/" + id;
        assertEquals(200, hospital.send(doctor, "PUT", path, changed.formatted(1)).status());
        assertRefused(
                409, "version_changed", hospital.send(doctor, "PUT", path, changed.formatted(1)));
        assertEquals(2, hospital.get(doctor, path + "/versions").body().get("policies").size());
        assertEquals(204, hospital.send(doctor, "DELETE", path, "").status());
        assertEquals(404, hospital.get(doctor, path).status());
        assertRefused(
                403,
                "role_required",
                hospital.send(doctor, "PUT", policies + "/default-info", policy));
        assertRefused(
                403,
                "role_required",
                hospital.send(doctor, "DELETE", policies + "/default-info", ""));
        assertRefused(
                409,
                "policy_for_everybody",
                hospital.send(
                        hospital.withRole("ADMIN"), "DELETE", policies + "/default-info", ""));
    }

    @Test
    void a_policy_that_makes_no_sense_is_refused_with_the_reason() throws Exception {
        String admin = hospital.withRole("ADMIN");
        for (String steps :
                List.of(
                        "[{\"after\":\"PT1M\",\"roles\":[\"NURSE\"]},{\"after\":\"PT1M\",\"roles\":[\"DOCTOR\"]}]",
                        "[{\"after\":\"soon\",\"roles\":[\"NURSE\"]}]",
                        "[{\"after\":\"-PT1M\",\"roles\":[\"NURSE\"]}]",
                        "[{\"after\":\"PT1M\",\"roles\":[\"DEVICE\"]}]",
                        "[{\"after\":\"PT1M\",\"roles\":[]}]",
                        "[{\"after\":\"PT200H\",\"roles\":[\"NURSE\"]}]",
                        "null")) {
            assertRefused(
                    400,
                    "invalid_steps",
                    hospital.send(
                            admin,
                            "PUT",
                            "/api/v1/escalation-policies/default-info",
                            "{\"name\":\"n\",\"steps\":%s}".formatted(steps)));
        }
    }

    @Test
    void figures_are_of_the_patients_that_one_may_see() throws Exception {
        raised();
        Answer mine = hospital.get(nurse, "/api/v1/alerts/statistics");
        assertEquals(200, mine.status(), () -> mine.body().toString());
        assertEquals(1, mine.body().get("total").get("alerts").getIntValue());
        assertEquals(patient, text(mine.body().get("top_patients").get(0), "patient_id"));
        String other = hospital.staffOf("elsewhere", "NURSE");
        assertEquals(
                0,
                hospital.get(other, "/api/v1/alerts/statistics")
                        .body()
                        .get("total")
                        .get("alerts")
                        .getIntValue());
        assertEquals(
                403,
                hospital.get(other, "/api/v1/alerts/statistics?patient_id=" + patient).status());
        assertEquals(403, hospital.get(caregiver, "/api/v1/alerts/statistics").status());
        assertTrue(
                hospital.get(hospital.withRole("ADMIN"), "/api/v1/alerts/statistics")
                                .body()
                                .get("total")
                                .get("alerts")
                                .getIntValue()
                        >= 1);
        assertRefused(
                400,
                "invalid_from",
                hospital.get(
                        nurse,
                        "/api/v1/alerts/statistics?from=2026-01-01T00:00:00Z&to=2026-04-04T00:00:00Z"));
    }

    @Test
    void lists_are_filtered_by_what_people_did() throws Exception {
        String first = raised();
        String second = raised();
        handle(nurse, first, "assign", "{\"user_id\":\"%s\"}".formatted(Hospital.idOf(doctor)));
        handle(nurse, second, "resolve", "");
        assertEquals(List.of(first), ids("?assigned_to=" + Hospital.idOf(doctor)));
        assertEquals(List.of(first), ids("?condition=active&response=unacked"));
        assertEquals(List.of(second), ids("?response=RESOLVED"));
        assertEquals(List.of(), ids("?vital_type=heart_rate"));
        assertEquals(List.of(), ids("?unattended=true"));
        for (String wrong :
                List.of(
                        "response=x",
                        "unattended=perhaps",
                        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")) {
            assertEquals(400, hospital.get(nurse, "/api/v1/alerts?" + wrong).status(), wrong);
        }
    }

    private List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        hospital.get(nurse, "/api/v1/alerts" + query)
                .body()
                .get("alerts")
                .values()
                .forEach(alert -> ids.add(text(alert, "alert_id")));
        return ids;
    }
}
