package dev.wardcast.alerts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.alerts.http.Hospital.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is different for one patient is decided by that patient's doctors. */
class DoctorsOnlyTest {

    private static Hospital hospital;

    private String ward;
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
        ward = "hospital-" + UUID.randomUUID();
        doctor = hospital.staffOf(ward, "DOCTOR");
        patient = hospital.patientOf(ward, doctor);
    }

    /** Everything there is to do: override a rule, read and withdraw that, try one, call others. */
    private List<Answer> all(String token) throws Exception {
        String override = "/api/v1/alert-rules/heart_rate/patients/" + patient;
        String limits = "{\"limits\":[{\"max\":150,\"tier\":\"WARNING\"}]}";
        String trial = "{\"patient_id\":\"%s\",\"rule_id\":\"heart_rate\"}".formatted(patient);
        String policy =
                """
                {"name":"Fragile","tier":"WARNING","patient_id":"%s",
                 "steps":[{"after":"1m","roles":["DOCTOR"]}]}
                """
                        .formatted(patient);
        String policies = "/api/v1/escalation-policies";
        return List.of(
                hospital.put(token, override, "", limits),
                hospital.get(token, override),
                hospital.delete(token, override),
                hospital.post(token, "/api/v1/alert-rules/test", trial),
                hospital.get(token, policies + "?patient_id=" + patient),
                hospital.post(token, policies, policy));
    }

    private static List<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).toList();
    }

    @Test
    void a_doctor_of_the_patient_may_and_so_may_an_administrator() throws Exception {
        assertEquals(List.of(200, 200, 204, 200, 200, 201), statuses(all(doctor)));
        String admin = hospital.staffWhoCaresFor(patient, "elsewhere", "ADMIN");
        assertEquals(List.of(200, 200, 204, 200, 200, 409), statuses(all(admin)));
    }

    @Test
    void a_doctor_elsewhere_may_not_even_if_the_patient_is_a_relative() throws Exception {
        refusedAll("no_access_to_patient", hospital.staffOf("elsewhere", "DOCTOR"));
        refusedAll("role_required", hospital.staffWhoCaresFor(patient, "elsewhere", "DOCTOR"));
    }

    private void refusedAll(String code, String token) throws Exception {
        for (Answer refused : all(token)) {
            assertEquals(403, refused.status());
            assertEquals(code, refused.body().get("code").getStringValue());
        }
    }

    @Test
    void a_nurse_who_is_a_relative_acts_as_the_nurse_where_it_takes_one() throws Exception {
        String alert =
                hospital.post(
                                doctor,
                                "/api/v1/alerts",
                                "{\"patient_id\":\"%s\",\"tier\":\"INFO\",\"reasons\":[\"pale\"]}"
                                        .formatted(patient))
                        .body()
                        .get("alert_id")
                        .getStringValue();
        String snooze = "/api/v1/alerts/" + alert + "/snooze";
        String relative = hospital.staffWhoCaresFor(patient, "elsewhere", "NURSE");
        assertEquals(403, hospital.post(relative, snooze, "{\"minutes\":5}").status());
        String nurse = hospital.staffWhoCaresFor(patient, ward, "NURSE");
        Answer snoozed = hospital.post(nurse, snooze, "{\"minutes\":5}");
        assertEquals(200, snoozed.status(), () -> snoozed.body().toString());
        assertEquals("nurse", snoozed.body().get("by").getStringValue());
        String admin = hospital.staffWhoCaresFor(patient, "elsewhere", "ADMIN");
        assertEquals(200, hospital.post(admin, snooze, "{\"minutes\":0}").status());
    }
}
