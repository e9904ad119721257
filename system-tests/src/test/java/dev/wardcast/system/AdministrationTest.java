package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static dev.wardcast.testsupport.Patience.TOLD;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.SseClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators and clinicians change about access, in all services at once. */
class AdministrationTest {

    @TempDir static Path data;
    private static AllServices services;
    private static String url;
    private static Person admin;

    @BeforeAll
    static void start() throws Exception {
        services = new AllServices(data);
        url = services.url();
        admin = Person.signIn(url, "admin");
    }

    @AfterAll
    static void stop() throws Exception {
        services.close();
    }

    private static void change(String user, String json) throws Exception {
        assertEquals(200, admin.request("PATCH", "/api/v1/users/" + user, json).statusCode(), json);
    }

    @Test
    void a_suspended_user_is_out_of_every_service_and_stream() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        List<String> everywhere =
                List.of(
                        "/api/v1/auth/me",
                        "/api/v1/alerts?patient_id=patient-1",
                        "/api/v1/patients/patient-1/vitals");
        for (String path : everywhere) {
            assertEquals(200, caregiver.get(path).statusCode(), path);
        }
        try (SseClient alerts = caregiver.follow("/api/v1/caregivers/alerts/stream", "");
                SseClient events = caregiver.follow("/realtime/events/patient/patient-1", "")) {
            alerts.awaitLastEventId(SOON);
            events.awaitLastEventId(SOON);
            change("caregiver1", "{\"status\":\"SUSPENDED\"}");
            alerts.awaitClosed(TOLD);
            events.awaitClosed(TOLD);
        }
        for (String path : everywhere) {
            await().atMost(TOLD).until(() -> caregiver.get(path).statusCode() == 401);
        }
        try (SseClient refused = caregiver.follow("/api/v1/caregivers/alerts/stream", "")) {
            assertEquals(401, refused.status());
        }
        change("caregiver1", "{\"status\":\"ACTIVE\"}");
        Person again = Person.signIn(url, "caregiver1");
        for (String path : everywhere) {
            await().atMost(TOLD).until(() -> again.get(path).statusCode() == 200);
            assertEquals(401, caregiver.get(path).statusCode(), "of before the suspension");
        }
    }

    @Test
    void emergency_access_opens_a_stream_and_its_end_closes_it_and_admins_are_told()
            throws Exception {
        admin.post("/api/v1/patients", "{\"patient_id\":\"patient-elsewhere\"}");
        Person doctor = Person.signIn(url, "doctor1");
        String path = "/api/v1/alerts/stream?role=doctor&patient_id=patient-elsewhere";
        try (SseClient refused = doctor.follow(path, "")) {
            assertEquals(403, refused.status());
        }
        try (SseClient told = admin.follow("/realtime/events", "")) {
            told.awaitLastEventId(SOON);
            var begun =
                    doctor.post(
                            "/api/v1/break-glass",
                            """
                            {"patient_id":"patient-elsewhere","reason":"found on the stairs"}\
                            """);
            assertEquals(201, begun.statusCode(), begun.body());
            String id = Person.json(begun.body()).get("id").getStringValue();
            try (SseClient open = doctor.follow(path, "")) {
                assertEquals(200, open.status());
                open.awaitLastEventId(SOON);
                assertEquals(
                        204, admin.request("DELETE", "/api/v1/break-glass/" + id).statusCode());
                open.awaitClosed(TOLD);
            }
            await().untilAsserted(() -> {
                String all = told.events().toString();
                assertTrue(all.contains("break_glass_started"), all);
                assertTrue(all.contains("break_glass_ended"), all);
            });
        }
    }

    @Test
    void an_admission_is_told_to_the_staff_and_opens_the_patient_to_them() throws Exception {
        var registered = admin.post("/api/v1/patients", "{\"patient_id\":\"patient-new\"}");
        assertEquals(201, registered.statusCode(), registered.body());
        Person nurse = Person.signIn(url, "nurse1");
        assertEquals(403, nurse.get("/api/v1/patients/patient-new/vitals").statusCode());
        try (SseClient ward = nurse.follow("/realtime/events/hospital/hospital-1", "")) {
            ward.awaitLastEventId(SOON);
            String stay = "/api/v1/hospitals/hospital-1/patients/patient-new";
            var admitted = admin.request("PUT", stay, "{}");
            assertEquals(204, admitted.statusCode(), admitted.body());
            await().atMost(TOLD)
                    .until(() ->
                            nurse.get("/api/v1/patients/patient-new/vitals").statusCode() == 200);
            assertEquals(204, admin.request("DELETE", stay).statusCode());
            await().atMost(TOLD)
                    .until(() ->
                            nurse.get("/api/v1/patients/patient-new/vitals").statusCode() == 403);
            await().untilAsserted(() -> {
                String all = ward.events().toString();
                assertTrue(all.contains("patient.admission"), all);
                assertTrue(all.contains("patient.discharge"), all);
            });
        }
    }
}
