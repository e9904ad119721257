package dev.wardcast.alerts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.alerts.http.Hospital.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write is stored as they wrote it, or refused with the name of the field. */
class WrittenByPeopleTest {

    private static final String ALERTS = "/api/v1/alerts";

    private static Hospital hospital;

    private String doctor;
    private String patient;

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
        String ward = "hospital-" + UUID.randomUUID();
        doctor = hospital.staffOf(ward, "DOCTOR");
        patient = hospital.patientOf(ward, doctor);
    }

    private Answer raise(String more) throws Exception {
        return hospital.post(
                doctor,
                ALERTS,
                "{\"patient_id\":\"%s\",\"tier\":\"INFO\",%s}".formatted(patient, more));
    }

    private String raised() throws Exception {
        Answer answer = raise("\"reasons\":[\"pale\"]");
        assertEquals(201, answer.status(), () -> answer.body().toString());
        return answer.body().get("alert_id").getStringValue();
    }

    private static void assertNamed(String field, Answer answer) {
        assertEquals(422, answer.status(), () -> field + ": " + answer.body());
        assertEquals(field, answer.body().get("errors").get(0).get("field").getStringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00 b", "\\u0000", "\\u001b[2J", "\\r\\n", "\\u0085"})
    void half_a_character_and_control_characters_are_refused_with_the_name_of_the_field(String bad)
            throws Exception {
        String alert = ALERTS + "/" + raised();
        String text = "\"is pale " + bad + "\"";
        assertNamed("text", hospital.post(doctor, alert + "/comments", "{\"text\":" + text + "}"));
        assertNamed("note", hospital.post(doctor, alert + "/resolve", "{\"note\":" + text + "}"));
        String ack = alert.replace("/alerts/", "/alerts/alerts/") + "/acknowledge?patient_id=";
        assertNamed("note", hospital.post(doctor, ack + patient, "{\"note\":" + text + "}"));
        assertNamed("reasons", raise("\"reasons\":[%s]".formatted(text)));
        assertNamed(
                "context.a", raise("\"reasons\":[\"r\"],\"context\":{\"a\":%s}".formatted(text)));
        String policy =
                "{\"name\":%s,\"tier\":\"INFO\",\"patient_id\":\"%s\",\"steps\":[]}"
                        .formatted(text, patient);
        assertNamed("name", hospital.post(doctor, "/api/v1/escalation-policies", policy));
        String override = "/api/v1/alert-rules/spo2/patients/" + patient;
        assertNamed("message", hospital.put(doctor, override, "", "{\"message\":" + text + "}"));
    }

    @Test
    void lines_tabs_and_every_other_character_are_kept() throws Exception {
        String alert = ALERTS + "/" + raised();
        Answer answer =
                hospital.post(
                        doctor, alert + "/comments", "{\"text\":\"Zoë:\\n\\t\\ud83d\\ude00 ok\"}");
        assertEquals(200, answer.status(), () -> answer.body().toString());
        assertEquals("Zoë:\n\t😀 ok", answer.body().get("text").getStringValue());
    }

    @Test
    void a_name_in_the_context_is_a_name() throws Exception {
        assertEquals(400, raise("\"reasons\":[\"r\"],\"context\":{\"a\\ud800\":1}").status());
    }

    @Test
    void a_number_that_is_none_and_an_alert_for_nobody_are_refused_by_name() throws Exception {
        assertNamed("context.a", raise("\"reasons\":[\"r\"],\"context\":{\"a\":1e400}"));
        assertNamed("recipients", raise("\"reasons\":[\"r\"],\"recipients\":[]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-01-01T00:00:00Z a",
                "-999999999-01-01T00:00:00Z a",
                "2026-01-01T00:00:00Z a\0b",
                "2026-01-01T00:00:00Z"
            })
    void a_cursor_that_nobody_was_given_is_refused(String made) throws Exception {
        String cursor =
                Base64.getUrlEncoder().encodeToString(made.getBytes(StandardCharsets.UTF_8));
        Answer answer = hospital.get(doctor, ALERTS + "?cursor=" + cursor);
        assertEquals(400, answer.status(), () -> answer.body().toString());
        assertEquals("invalid_cursor", answer.body().get("code").getStringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "true", "\"5\"", "null", "[5]", "-1", "1e9"})
    void minutes_are_a_whole_number(String minutes) throws Exception {
        Answer answer =
                hospital.post(
                        doctor,
                        ALERTS + "/" + raised() + "/snooze",
                        "{\"minutes\":%s}".formatted(minutes));
        assertEquals(400, answer.status(), () -> answer.body().toString());
        assertEquals("invalid_minutes", answer.body().get("code").getStringValue());
    }

    @Test
    void a_key_stands_for_one_alert_and_all_that_was_said_of_it() throws Exception {
        String said = "\"idempotency_key\":\"bed-7\",\"reasons\":[\"pale\"]";
        Answer first = raise(said + ",\"context\":{\"age\":65}");
        assertEquals(201, first.status(), () -> first.body().toString());
        assertEquals(200, raise(said + ",\"context\":{\"age\":65}").status());
        for (String other :
                List.of(
                        said,
                        said + ",\"context\":{\"age\":66}",
                        said + ",\"context\":{\"age\":65},\"vital_type\":\"spo2\"",
                        said + ",\"context\":{\"age\":65},\"recipients\":[\"nurse\"]")) {
            Answer answer = raise(other);
            assertEquals(409, answer.status(), () -> other + answer.body());
            assertEquals("idempotency_key_reused", answer.body().get("code").getStringValue());
        }
    }

    @Test
    void what_the_database_says_about_an_error_quotes_nobodys_data() throws Exception {
        String secret = "secret-" + UUID.randomUUID();
        String said = hospital.databaseError("select ('{\"a\":\"" + secret + "\\u0000\"}')::jsonb");
        assertTrue(said.contains("ERROR"), said);
        assertFalse(said.contains(secret), said);
    }
}
