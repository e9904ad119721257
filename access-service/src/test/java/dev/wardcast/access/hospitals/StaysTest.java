package dev.wardcast.access.hospitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.Decided;
import dev.wardcast.access.people.Ids;
import io.micronaut.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"rawtypes", "unchecked"})
class StaysTest {

    private static final String HOSPITALS = "/api/v1/hospitals";

    private final AccessServer server = AccessServer.shared();
    private final String admin = server.tokenOf("admin");
    private final String first = "h1-" + Ids.next();
    private final String second = "h2-" + Ids.next();
    private final String patient = "p-" + Ids.next();
    private final String doctor = Ids.next();
    private final String nurse = Ids.next();
    private final Decided doctorOfFirst = new Decided(server, doctor);
    private final Decided nurseOfSecond = new Decided(server, nurse);

    @BeforeEach
    void two_hospitals_with_staff_and_a_patient() {
        for (String hospital : List.of(first, second)) {
            Map<String, String> made = Map.of("hospital_id", hospital, "name", "H");
            assertEquals(201, server.post(HOSPITALS, admin, made).code());
        }
        server.post("/api/v1/patients", admin, Map.of("patient_id", patient, "name", "Ada"));
        server.tokenOfNew(doctor, "DOCTOR");
        server.tokenOfNew(nurse, "NURSE");
        assertEquals(
                204, server.put(HOSPITALS + "/" + first + "/staff/" + doctor, admin, "").code());
        assertEquals(
                204, server.put(HOSPITALS + "/" + second + "/staff/" + nurse, admin, "").code());
    }

    private int admit(String hospital, Object body) {
        return server.put(HOSPITALS + "/" + hospital + "/patients/" + patient, admin, body).code();
    }

    private int discharge(String hospital) {
        return server.delete(HOSPITALS + "/" + hospital + "/patients/" + patient, admin).code();
    }

    private void awaitPublished(String room, String... events) {
        Awaitility.await()
                .untilAsserted(() -> {
                    List<String> published = server.published(room);
                    assertEquals(events.length, published.size(), published.toString());
                    for (int n = 0; n < events.length; n++) {
                        for (String part : events[n].split(" ")) {
                            assertTrue(published.get(n).contains(part), published.get(n));
                        }
                    }
                });
    }

    @Test
    void an_admission_brings_the_staff_and_a_discharge_takes_it_away() {
        assertFalse(doctorOfFirst.sees(patient));
        assertEquals(204, admit(first, ""));
        doctorOfFirst.seesOnceTold(patient, true);
        assertEquals(204, admit(first, ""));
        assertEquals(204, discharge(first));
        doctorOfFirst.seesOnceTold(patient, false);
        assertEquals(204, discharge(first));

        awaitPublished(
                "patient:" + patient,
                "patient.admission " + patient + " " + first,
                "patient.discharge " + patient + " " + first + " \"discharged\"");
        awaitPublished("hospital:" + first, "patient.admission", "patient.discharge");
        assertFalse(server.published("patient:" + patient).toString().contains("Ada"));
    }

    @Test
    void a_transfer_moves_the_patient_from_one_staff_to_the_other_at_once() {
        admit(first, "");
        doctorOfFirst.seesOnceTold(patient, true);
        assertEquals(204, admit(second, ""));

        nurseOfSecond.seesOnceTold(patient, true);
        assertFalse(doctorOfFirst.sees(patient));
        Map now = server.get("/api/v1/patients/" + patient, admin).body();
        assertEquals(List.of(second), now.get("hospitals"));
        awaitPublished(
                "hospital:" + first, "patient.admission", "patient.discharge \"transferred\"");
        awaitPublished("hospital:" + second, "patient.admission " + second);
        assertFalse(server.published("hospital:" + first).toString().contains(second));
    }

    @Test
    void two_admissions_at_once_leave_the_patient_in_one_hospital() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 10; round++) {
                var one = threads.submit(() -> admit(first, ""));
                var two = threads.submit(() -> admit(second, ""));
                assertEquals(204, one.get());
                assertEquals(204, two.get());
                Map now = server.get("/api/v1/patients/" + patient, admin).body();
                assertEquals(1, ((List) now.get("hospitals")).size());
            }
        }
    }

    @Test
    void staff_comes_and_goes_with_the_answer() {
        admit(first, "");
        doctorOfFirst.seesOnceTold(patient, true);
        String path = HOSPITALS + "/" + first + "/staff/" + doctor;
        Map<String, List<Map>> listed =
                server.get(HOSPITALS + "/" + first + "/staff", admin).body();
        assertEquals(doctor, listed.get("items").getFirst().get("user_id"));

        assertEquals(204, server.delete(path, admin).code());
        doctorOfFirst.seesOnceTold(patient, false);
        assertEquals(204, server.delete(path, admin).code());
        assertEquals(204, server.put(path, admin, "").code());
        doctorOfFirst.seesOnceTold(patient, true);
        assertEquals(
                409, server.put(HOSPITALS + "/" + first + "/staff/caregiver1", admin, "").code());
        assertEquals(404, server.put(HOSPITALS + "/" + first + "/staff/nobody", admin, "").code());
        assertEquals(404, server.put(HOSPITALS + "/none/staff/" + doctor, admin, "").code());
    }

    @Test
    void the_patients_of_a_hospital_are_listed_and_who_is_unknown_is_not_found() {
        admit(first, "");
        HttpResponse<Map> there = server.get(HOSPITALS + "/" + first + "/patients", admin);
        List<Map> items = (List<Map>) there.body().get("items");
        assertEquals(patient, items.getFirst().get("patient_id"));
        assertEquals("Ada", items.getFirst().get("name"));

        assertEquals(404, server.get(HOSPITALS + "/none/patients", admin).code());
        assertEquals(404, admit("none", ""));
        assertEquals(404, server.put(HOSPITALS + "/" + first + "/patients/none", admin, "").code());
        assertEquals(400, server.get(HOSPITALS + "/a%20b", admin).code());
        assertEquals(404, server.get(HOSPITALS + "/none", admin).code());
    }

    @Test
    void a_hospital_is_made_once_renamed_and_listed() {
        assertEquals(
                409,
                server.post(HOSPITALS, admin, Map.of("hospital_id", first, "name", "X")).code());
        assertEquals(400, server.post(HOSPITALS, admin, Map.of("name", "")).code());
        HttpResponse<Map> renamed =
                server.patch(HOSPITALS + "/" + first, admin, Map.of("name", "Other"));
        assertEquals("Other", renamed.body().get("name"));
        assertEquals(404, server.patch(HOSPITALS + "/none", admin, Map.of("name", "X")).code());
        List<Map> all = (List<Map>) server.get(HOSPITALS + "?limit=500", admin).body().get("items");
        assertTrue(all.stream().anyMatch(hospital -> hospital.get("hospital_id").equals(first)));
    }

    @Test
    void an_admin_is_told_which_hospitals_there_are_not() {
        Decided boss = new Decided(server, "admin");
        boss.followsOnceTold("hospital:" + first, true);
        assertFalse(boss.follows("hospital:none-" + first));
    }
}
