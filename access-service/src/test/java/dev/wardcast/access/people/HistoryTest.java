package dev.wardcast.access.people;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.Decided;
import io.micronaut.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gave access and who ended it. */
@SuppressWarnings({"rawtypes", "unchecked"})
class HistoryTest {

    private final AccessServer server = AccessServer.shared();
    private final String admin = server.tokenOf("admin");
    private final String carer = Ids.next();
    private final String therapist = Ids.next();
    private final String other = Ids.next();
    private final String otherAdmin = server.tokenOfNew(other, "ADMIN");
    private final String ofCarer = "/api/v1/caregivers/" + carer + "/patients";
    private final String ofTherapist = "/api/v1/therapists/" + therapist + "/patients";

    HistoryTest() {
        server.tokenOfNew(carer, "CAREGIVER");
        server.tokenOfNew(therapist, "THERAPIST");
    }

    private List<Map> items(String path) {
        HttpResponse<Map> page = server.get(path, admin);
        assertEquals(200, page.code());
        return (List<Map>) page.body().get("items");
    }

    @Test
    void who_gave_a_grant_and_who_ended_it_is_kept() {
        server.put(ofCarer + "/patient-1", admin, Map.of("reason", "is the daughter"));
        assertEquals(1, items(ofCarer).size());
        server.delete(ofCarer + "/patient-1", otherAdmin);

        assertEquals(List.of(), items(ofCarer));
        Map row = items(ofCarer + "?state=all").getFirst();
        assertEquals("admin", row.get("given_by"));
        assertEquals("is the daughter", row.get("reason"));
        assertEquals(other, row.get("ended_by"));
        assertEquals(false, row.get("active"));
    }

    @Test
    void a_changed_period_is_another_row_and_the_same_one_is_not() {
        String end = Instant.now().plusSeconds(3_600).toString();
        server.put(ofCarer + "/patient-2", admin, "");
        server.put(ofCarer + "/patient-2", otherAdmin, "");
        server.put(ofCarer + "/patient-2", otherAdmin, Map.of("ends_at", end));
        server.put(ofCarer + "/patient-2", admin, Map.of("ends_at", end));

        List<Map> rows = items(ofCarer + "?state=all");
        assertEquals(2, rows.size());
        assertEquals(other, rows.getFirst().get("given_by"));
        assertEquals(true, rows.getFirst().get("active"));
        assertEquals("replaced", rows.getLast().get("ended_reason"));
        assertEquals(rows.getLast().get("starts_at"), rows.getFirst().get("starts_at"));
        new Decided(server, carer).seesOnceTold("patient-2", true);
    }

    @Test
    void the_history_is_read_page_by_page() {
        for (int round = 0; round < 3; round++) {
            server.put(ofCarer + "/patient-3", admin, "");
            server.delete(ofCarer + "/patient-3", admin);
        }
        Map first = server.get(ofCarer + "?state=all&limit=2", admin).body();
        assertEquals(2, ((List) first.get("items")).size());
        assertEquals(
                1, items(ofCarer + "?state=all&limit=2&cursor=" + first.get("next_cursor")).size());
        assertEquals(400, server.get(ofCarer + "?state=x", admin).code());
        assertEquals(404, server.get("/api/v1/caregivers/none/patients", admin).code());
    }

    @Test
    void an_assignment_counts_with_the_answer_and_so_does_its_end() {
        Decided decided = new Decided(server, therapist);
        assertEquals(204, server.put(ofTherapist + "/patient-4", admin, "").code());
        decided.seesOnceTold("patient-4", true);
        assertEquals(204, server.put(ofTherapist + "/patient-4", otherAdmin, "").code());
        assertEquals(1, items(ofTherapist).size());
        assertEquals(204, server.delete(ofTherapist + "/patient-4", otherAdmin).code());
        decided.seesOnceTold("patient-4", false);
        assertEquals(204, server.delete(ofTherapist + "/patient-4", admin).code());
        assertEquals(204, server.put(ofTherapist + "/patient-4", admin, "").code());
        decided.seesOnceTold("patient-4", true);

        List<Map> rows = items(ofTherapist + "?state=all");
        assertEquals(2, rows.size());
        assertEquals("admin", rows.getLast().get("given_by"));
        assertEquals(other, rows.getLast().get("ended_by"));
        assertEquals(
                409,
                server.put(ofCarer.replace("caregivers", "therapists") + "/patient-1", admin, "")
                        .code());
        assertEquals(404, server.put(ofTherapist + "/none", admin, "").code());
    }

    @Test
    void a_patient_is_shown_with_all_that_belongs_to_them_and_found_by_a_part_of_the_name() {
        String id = "p-" + Ids.next();
        String name = "Grace " + id;
        server.post(
                "/api/v1/patients", admin, Map.of("patient_id", id, "hospital_id", "hospital-1"));
        assertEquals(
                200, server.patch("/api/v1/patients/" + id, admin, Map.of("name", name)).code());
        server.put(ofCarer + "/" + id, admin, "");
        server.put(ofTherapist + "/" + id, admin, "");
        server.post(
                "/api/v1/devices",
                admin,
                Map.of("device_type", "watch", "device_id", id, "patient_id", id));

        Map patient = server.get("/api/v1/patients/" + id, admin).body();
        assertEquals(name, patient.get("name"));
        assertEquals(List.of("hospital-1"), patient.get("hospitals"));
        assertEquals(List.of(carer), patient.get("caregivers"));
        assertEquals(List.of(therapist), patient.get("therapists"));
        assertEquals(List.of("watch:" + id), patient.get("devices"));
        assertEquals(
                id,
                items("/api/v1/patients?hospital=hospital-1&q=" + id).getFirst().get("patient_id"));
        Map search = Map.of("name", "grace " + id.substring(0, 20));
        Map found = server.post("/api/v1/patients/search", admin, search).body();
        assertEquals(id, ((List<Map>) found.get("items")).getFirst().get("patient_id"));
        assertEquals(404, server.get("/api/v1/patients/none", admin).code());
        assertEquals(404, server.patch("/api/v1/patients/none", admin, search).code());
    }
}
