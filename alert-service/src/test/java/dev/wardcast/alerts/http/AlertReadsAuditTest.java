package dev.wardcast.alerts.http;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AuditTold;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.TestServers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever looks at alerts leaves a trace with the patients whom they saw. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertReadsAuditTest {

    private final String database = TestServers.freshDatabaseUrl();
    private final AuditTold audit = new AuditTold(database);
    private ServiceUnderTest service;

    @BeforeAll
    void start() {
        service =
                new ServiceUnderTest(
                        Map.of(
                                "wardcast.database-url",
                                database,
                                "wardcast.alerts.vitals-url",
                                "http://127.0.0.1:1"));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private void measure(String patient, double... heartRates) throws Exception {
        for (double bpm : heartRates) {
            Instant now = Instant.now();
            service.bean(SampleQueue.class)
                    .append(
                            SampleQueue.partitionOf(patient),
                            List.of(
                                    new Sample(
                                            "monitor",
                                            "device-" + patient,
                                            patient,
                                            VitalType.HEART_RATE,
                                            List.of(bpm),
                                            now,
                                            now,
                                            OptionalLong.empty())))
                    .toCompletableFuture()
                    .get();
        }
    }

    private String alertOf(String patient) throws Exception {
        measure(patient, 130, 131, 132);
        Person somebodyElse = service.world().patientThemself(patient);
        String query = "/api/v1/alerts?patient_id=" + patient;
        await().until(() -> service.get(somebodyElse, query).body().get("alerts").size() == 1);
        return service.get(somebodyElse, query)
                .body()
                .get("alerts")
                .get(0)
                .get("alert_id")
                .getStringValue();
    }

    @Test
    void a_search_is_told_with_all_patients_in_its_answer() throws Exception {
        String a = service.world().patient();
        String b = service.world().patient();
        String quiet = service.world().patient();
        alertOf(a);
        alertOf(b);
        Person caregiver = service.world().caregiverOf(a, b, quiet);
        Answer answer = service.get(caregiver, "/api/v1/alerts");
        assertEquals(2, answer.body().get("alerts").size());
        service.get(caregiver, "/api/v1/alerts?patient_id=" + quiet);

        List<String> both = List.of(a, b).stream().sorted().toList();
        assertEquals(
                List.of(
                        "PATIENT_SEARCHED ALLOWED alerts " + both,
                        "PATIENT_SEARCHED ALLOWED alerts [" + quiet + "]"),
                audit.of(caregiver));
    }

    @Test
    void one_alert_is_told_with_its_patient_also_to_those_who_may_not_see_it() throws Exception {
        String patient = service.world().patient();
        String alert = alertOf(patient);
        Person caregiver = service.world().caregiverOf(patient);
        Person stranger = service.world().caregiverOf();
        assertEquals(200, service.get(caregiver, "/api/v1/alerts/" + alert).status());
        assertEquals(403, service.get(stranger, "/api/v1/alerts/" + alert).status());
        assertEquals(404, service.get(stranger, "/api/v1/alerts/none").status());
        String events = "/api/v1/alerts/events?patient_id=" + patient;
        assertEquals(200, service.get(caregiver, events).status());
        assertEquals(
                List.of(
                        "PATIENT_READ ALLOWED alert [" + patient + "]",
                        "PATIENT_READ ALLOWED alert_events [" + patient + "]"),
                audit.of(caregiver));
        assertEquals(List.of("PATIENT_READ REFUSED alert [" + patient + "]"), audit.of(stranger));
    }

    @Test
    void figures_overrides_trials_and_a_history_are_reads_too() throws Exception {
        String ward = service.world().hospital();
        String patient = service.world().patientIn(ward);
        String alert = alertOf(patient);
        Person doctor = service.world().staff(ward, "DOCTOR");
        Person stranger = service.world().with("DOCTOR");
        String statistics = "/api/v1/alerts/statistics?patient_id=" + patient;
        String override = "/api/v1/alert-rules/spo2/patients/" + patient;
        String trial = "{\"patient_id\":\"%s\",\"rule_id\":\"spo2\"}".formatted(patient);

        assertEquals(200, service.get(doctor, statistics).status());
        assertEquals(403, service.get(stranger, statistics).status());
        assertEquals(200, service.get(doctor, "/api/v1/alerts/" + alert + "/history").status());
        assertEquals(403, service.get(stranger, override).status());
        // There is nobody to ask for the readings, which is a failure that can be told.
        assertEquals(503, service.post(doctor, "/api/v1/alert-rules/test", trial).status());
        assertEquals(403, service.post(stranger, "/api/v1/alert-rules/test", trial).status());
        assertEquals(
                List.of(
                        "PATIENT_SEARCHED ALLOWED alert_statistics [" + patient + "]",
                        "PATIENT_READ ALLOWED alert_history [" + patient + "]",
                        "PATIENT_READ FAILED rule_trial [" + patient + "]"),
                audit.of(doctor));
        assertEquals(
                List.of(
                        "PATIENT_SEARCHED REFUSED alert_statistics [" + patient + "]",
                        "PATIENT_READ REFUSED rule_override [" + patient + "]",
                        "PATIENT_READ REFUSED rule_trial [" + patient + "]"),
                audit.of(stranger));
    }

    @Test
    void who_has_no_role_for_it_at_all_is_told_too_with_the_patient_who_was_named()
            throws Exception {
        String patient = service.world().patient();
        Person nurse = service.world().with("NURSE");
        String rules = "/api/v1/alert-rules";
        assertEquals(403, service.get(nurse, rules + "/spo2/patients/" + patient).status());
        assertEquals(403, service.get(nurse, rules + "/spo2/patients").status());
        assertEquals(403, service.post(nurse, rules, "{}").status());
        Person caregiver = service.world().caregiverOf(patient);
        String statistics = "/api/v1/alerts/statistics?patient_id=" + patient;
        assertEquals(403, service.get(caregiver, statistics).status());
        assertEquals(401, service.get(null, statistics).status());

        assertEquals(
                List.of(
                        "PATIENT_READ REFUSED rule_override [" + patient + "]",
                        "PATIENT_SEARCHED REFUSED rule_overrides []",
                        "REFUSED REFUSED route []"),
                audit.of(nurse));
        assertEquals(
                List.of("PATIENT_SEARCHED REFUSED alert_statistics [" + patient + "]"),
                audit.of(caregiver));
    }

    @Test
    void figures_of_everybody_are_told_with_those_whom_they_name() throws Exception {
        String patient = service.world().patient();
        alertOf(patient);
        Person admin = service.world().with("ADMIN");
        Answer figures = service.get(admin, "/api/v1/alerts/statistics");
        List<String> named =
                StreamSupport.stream(
                                figures.body().get("top_patients").values().spliterator(), false)
                        .map(one -> one.get("patient_id").getStringValue())
                        .sorted()
                        .toList();
        assertEquals(
                List.of(
                        "PATIENT_SEARCHED ALLOWED alert_statistics ["
                                + String.join(", ", named)
                                + "]"),
                audit.of(admin));
    }
}
