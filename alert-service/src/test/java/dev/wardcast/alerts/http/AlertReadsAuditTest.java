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
        service = new ServiceUnderTest(Map.of("wardcast.database-url", database));
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
}
