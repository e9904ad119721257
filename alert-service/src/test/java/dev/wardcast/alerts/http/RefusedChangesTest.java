package dev.wardcast.alerts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.AuditTold;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.ServiceUnderTest.Answer;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may change something about a patient, and that those who may not are on record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedChangesTest {

    private static final String ALERTS = "/api/v1/alerts";
    private static final String POLICIES = "/api/v1/escalation-policies";
    private static final String LIMITS = "{\"limits\":[{\"max\":150,\"tier\":\"WARNING\"}]}";

    private final String database = TestServers.freshDatabaseUrl();
    private final AuditTold audit = new AuditTold(database);
    private ServiceUnderTest service;
    private String ward;
    private String patient;
    private Person doctor;

    @BeforeAll
    void start() {
        service = new ServiceUnderTest(Map.of("wardcast.database-url", database));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @BeforeEach
    void admit() {
        ward = service.world().hospital();
        patient = service.world().patientIn(ward);
        doctor = service.world().staff(ward, "DOCTOR");
    }

    private Answer raise(Person person) {
        return service.post(
                person,
                ALERTS,
                "{\"patient_id\":\"%s\",\"tier\":\"INFO\",\"reasons\":[\"pale\"]}"
                        .formatted(patient));
    }

    private String policy() {
        return "{\"name\":\"Fragile\",\"tier\":\"INFO\",\"patient_id\":\"%s\",\"steps\":[]}"
                .formatted(patient);
    }

    private String override() {
        return "/api/v1/alert-rules/heart_rate/patients/" + patient;
    }

    private String told(String action, String type) {
        return "%s REFUSED %s [%s]".formatted(action, type, patient);
    }

    @Test
    void whoever_may_not_change_something_is_on_record() {
        String alert = ALERTS + "/" + raise(doctor).text("alert_id");
        String policy = POLICIES + "/" + service.post(doctor, POLICIES, policy()).text("policy_id");
        String ack = alert.replace("/alerts/", "/alerts/alerts/") + "/acknowledge?patient_id=";
        Person stranger = service.world().with("DOCTOR");
        for (Answer answer :
                List.of(
                        raise(stranger),
                        service.post(stranger, alert + "/snooze", "{\"minutes\":5}"),
                        service.post(stranger, alert + "/assign", "{\"user_id\":null}"),
                        service.post(stranger, alert + "/comments", "{\"text\":\"hi\"}"),
                        service.post(stranger, alert + "/resolve", "{}"),
                        service.post(stranger, ack + patient, "{}"),
                        service.send(stranger, "PUT", override(), LIMITS),
                        service.send(stranger, "DELETE", override(), ""),
                        service.post(stranger, POLICIES, policy()),
                        service.send(stranger, "PUT", policy, policy()),
                        service.send(stranger, "DELETE", policy, ""))) {
            assertEquals(403, answer.status(), () -> answer.body().toString());
        }
        assertEquals(
                List.of(
                        told("ALERT_RAISED", "alert"),
                        told("ALERT_SNOOZED", "alert"),
                        told("ALERT_ASSIGNED", "alert"),
                        told("ALERT_COMMENTED", "alert"),
                        told("ALERT_RESOLVED", "alert"),
                        told("ALERT_ACKNOWLEDGED", "alert"),
                        told("RULE_CHANGED", "rule"),
                        told("RULE_CHANGED", "rule"),
                        told("POLICY_CHANGED", "escalation_policy"),
                        told("POLICY_CHANGED", "escalation_policy"),
                        told("POLICY_CHANGED", "escalation_policy")),
                audit.of(stranger));
        Person nurse = service.world().staff(ward, "NURSE");
        Person caregiver = service.world().caregiverOf(patient);
        assertEquals(403, service.post(caregiver, alert + "/snooze", "{\"minutes\":5}").status());
        assertEquals(List.of(told("ALERT_SNOOZED", "alert")), audit.of(caregiver));
        assertEquals(404, service.post(nurse, ALERTS + "/none/resolve", "{}").status());
        assertEquals(List.of(), audit.of(nurse));
    }

    @Test
    void emergency_access_leaves_nothing_behind() {
        Person helper = service.world().with("DOCTOR");
        service.world().helpOnly(helper, patient);
        String policy = POLICIES + "/" + service.post(doctor, POLICIES, policy()).text("policy_id");
        for (Answer answer :
                List.of(
                        service.send(helper, "PUT", override(), LIMITS),
                        service.send(helper, "DELETE", override(), ""),
                        service.post(helper, POLICIES, policy()),
                        service.send(helper, "PUT", policy, policy()),
                        service.send(helper, "DELETE", policy, ""))) {
            assertEquals(403, answer.status(), () -> answer.body().toString());
            assertEquals("emergency_access_only", answer.text("code"));
        }
        Answer raised = raise(helper);
        assertEquals(201, raised.status(), () -> raised.body().toString());
        assertEquals(200, service.send(doctor, "PUT", override(), LIMITS).status());
        assertEquals(200, service.get(helper, override()).status());
        assertEquals(200, service.get(helper, policy).status());
    }

    @Test
    void a_second_role_takes_nothing_away() {
        String alert = ALERTS + "/" + raise(doctor).text("alert_id");
        Person admin = now(service.world().caregiverOf(patient), "ADMIN", "CAREGIVER");
        assertEquals(201, raise(admin).status());
        Person therapist = service.world().therapistOf(patient);
        service.world().employOnly(therapist, ward);
        therapist = now(therapist, "THERAPIST", "DISPATCHER");
        for (Person person : List.of(admin, therapist)) {
            Answer answer = service.post(person, alert + "/snooze", "{\"minutes\":5}");
            assertEquals(200, answer.status(), () -> answer.body().toString());
            assertEquals(person == admin ? "admin" : "dispatcher", answer.text("by"));
        }
    }

    private Person now(Person person, String... roles) {
        service.world().haveOnly(person, roles);
        return service.world().withTokenFor(person, Duration.ofMinutes(5));
    }

    @Test
    void reading_a_patients_policies_is_a_read_and_those_of_everybody_are_nobodys() {
        assertEquals(200, service.get(doctor, POLICIES + "?patient_id=" + patient).status());
        assertEquals(200, service.get(doctor, POLICIES).status());
        assertEquals(200, service.get(doctor, POLICIES + "/default-info").status());
        assertEquals(
                List.of("PATIENT_READ ALLOWED escalation_policies [" + patient + "]"),
                audit.of(doctor));
        Person stranger = service.world().with("DOCTOR");
        assertEquals(403, service.get(stranger, POLICIES + "?patient_id=" + patient).status());
        Person nurse = service.world().staff(ward, "NURSE");
        assertEquals(403, service.get(nurse, POLICIES).status());
        assertEquals(
                List.of("PATIENT_READ REFUSED escalation_policies [" + patient + "]"),
                audit.of(stranger));
        assertEquals(List.of(), audit.of(nurse));
    }
}
