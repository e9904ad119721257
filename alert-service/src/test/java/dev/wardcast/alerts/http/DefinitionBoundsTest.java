package dev.wardcast.alerts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.alerts.http.Hospital.Answer;
import io.micronaut.json.tree.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is stored of a definition is what counts, and it makes sense. */
class DefinitionBoundsTest {

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

    private static void assertWrong(String message, Answer answer) {
        assertEquals(422, answer.status(), () -> answer.body().toString());
        assertEquals(message, answer.body().get("detail").getStringValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'tier':'WARNING','max':10},{'tier':'CRITICAL','max':5}"
                        + "|limits[1].max: 5 (expected: >= 10, the max of WARNING)",
                "{'tier':'CRITICAL','min':7},{'tier':'INFO','min':6}"
                        + "|limits[0].min: 7 (expected: <= 6, the min of INFO)"
            })
    void a_higher_tier_is_further_out(String limits, String message) throws Exception {
        String rule =
                "{\"rule_id\":\"r_%s\",\"kind\":\"threshold\",\"vital_type\":\"glucose\",\"limits\":[%s]}"
                        .formatted(
                                UUID.randomUUID().toString().replace("-", ""),
                                limits.replace('\'', '"'));
        assertWrong(message, hospital.post(admin, RULES, rule));
    }

    @Test
    void what_no_rule_has_is_not_kept_however_deep_it_is() throws Exception {
        String path = RULES + "/heart_rate/patients/" + hospital.patient();
        Answer put =
                hospital.put(
                        admin,
                        path,
                        "",
                        """
                        {"window":{"samples":2,"own":{"a":[1,2]}},"mine":{"b":1},"gone":null,
                         "limits":[{"max":150,"tier":"WARNING","because":["x"]}],"delay":"PT1M",
                         "alert_type":null}
                        """);
        assertEquals(200, put.status(), () -> put.body().toString());
        JsonNode expected =
                hospital.json(
                        """
                        {"window":{"samples":2},
                         "limits":[{"field":"bpm","tier":"WARNING","max":150.0,"clear_max":150.0,
                            "inclusive":false}],"delay":"1m"}
                        """);
        assertEquals(expected, put.body().get("definition"));
        assertEquals(expected, hospital.get(admin, path).body().get("definition"));
    }

    @Test
    void a_definition_is_no_place_to_keep_things_in() throws Exception {
        String patient = hospital.patient();
        String junk = "\"junk\":[\"" + "x".repeat(20_000) + "\"]";
        String message = "definition: (expected: at most 16384 characters)";
        String rule = "{\"rule_id\":\"big\",\"kind\":\"news2\"," + junk + "}";
        assertWrong(message, hospital.post(admin, RULES, rule));
        assertWrong(message, hospital.put(admin, RULES + "/spo2", "1", rule));
        assertWrong(
                message,
                hospital.put(admin, RULES + "/spo2/patients/" + patient, "", "{" + junk + "}"));
        assertWrong(
                message,
                hospital.post(
                        admin,
                        RULES + "/test",
                        "{\"patient_id\":\"%s\",\"rule\":%s}".formatted(patient, rule)));
    }
}
