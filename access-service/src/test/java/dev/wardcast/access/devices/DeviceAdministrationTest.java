package dev.wardcast.access.devices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.Decided;
import dev.wardcast.access.people.Ids;
import dev.wardcast.eventlog.EventLog;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.access.DeviceKeys.RegisteredDevice;
import io.micronaut.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"rawtypes", "unchecked"})
class DeviceAdministrationTest {

    private final AccessServer server = AccessServer.shared();
    private final DeviceKeys keys = server.bean(DeviceKeys.class);
    private final String admin = server.tokenOf("admin");
    private final String id = "d-" + Ids.next();
    private final String path = "/api/v1/devices/pump/" + id;
    private final String room = "device:pump:" + id;
    private final String first = "h1-" + Ids.next();
    private final String second = "h2-" + Ids.next();
    private final String one = "p1-" + Ids.next();
    private final String other = "p2-" + Ids.next();
    private final String nurse = Ids.next();
    private final String doctor = Ids.next();
    private String key;
    private String keyId;

    @BeforeEach
    void a_device_of_a_patient_in_one_hospital_and_a_patient_in_another() {
        hospital(first, one, nurse, "NURSE");
        hospital(second, other, doctor, "DOCTOR");
        Map made =
                server.post(
                                "/api/v1/devices",
                                admin,
                                Map.of("device_type", "pump", "device_id", id, "patient_id", one))
                        .body();
        key = (String) made.get("device_key");
        keyId = (String) made.get("key_id");
        awaitBound(key, one);
    }

    private void hospital(String hospital, String patient, String user, String role) {
        server.post("/api/v1/hospitals", admin, Map.of("hospital_id", hospital, "name", "H"));
        server.post(
                "/api/v1/patients", admin, Map.of("patient_id", patient, "hospital_id", hospital));
        server.tokenOfNew(user, role);
        server.put("/api/v1/hospitals/" + hospital + "/staff/" + user, admin, "");
    }

    private Optional<String> patientOf(String deviceKey) {
        return keys.find(deviceKey).toCompletableFuture().join().map(RegisteredDevice::patientId);
    }

    private void awaitBound(String deviceKey, String patient) {
        Decided.onceTold().until(() -> patientOf(deviceKey).equals(Optional.of(patient)));
    }

    private void awaitRefused(String deviceKey) {
        Decided.onceTold().until(() -> patientOf(deviceKey).isEmpty());
    }

    private int admit(String hospital, String patient, List<String> devices) {
        return server.put(
                        "/api/v1/hospitals/" + hospital + "/patients/" + patient,
                        admin,
                        Map.of("devices", devices))
                .code();
    }

    @Test
    void a_new_key_takes_the_old_ones_place_at_once() {
        HttpResponse<Map> rotated = server.post(path + "/keys", admin, "");
        assertEquals(201, rotated.code());
        awaitBound((String) rotated.body().get("device_key"), one);
        awaitRefused(key);
        assertFalse(server.get(path, admin).body().toString().contains("digest"));
    }

    @Test
    void an_old_key_counts_until_the_end_of_its_grace() {
        Map rotated = server.post(path + "/keys", admin, Map.of("grace_minutes", 10)).body();
        awaitBound((String) rotated.get("device_key"), one);
        assertEquals(Optional.of(one), patientOf(key));
        server.execute(
                "UPDATE access.device_keys SET valid_until = clock_timestamp() + interval '1 s'"
                        + " WHERE key_id = '"
                        + keyId
                        + "'");
        Awaitility.await().until(() -> patientOf(key).isEmpty());
        List<Map> listed = (List<Map>) server.get(path, admin).body().get("keys");
        assertEquals(rotated.get("key_id"), listed.getFirst().get("key_id"));
        assertEquals(400, server.post(path + "/keys", admin, Map.of("grace_minutes", -1)).code());
    }

    @Test
    void a_key_is_revoked_by_its_id() {
        assertEquals(204, server.delete(path + "/keys/" + keyId, admin).code());
        awaitRefused(key);
        assertEquals(204, server.delete(path + "/keys/" + keyId, admin).code());
        assertEquals(404, server.delete(path + "/keys/none", admin).code());
        assertEquals(404, server.delete(path + "x/keys/" + keyId, admin).code());
    }

    @Test
    void a_revoked_device_comes_back_with_another_patient_and_another_key_only() {
        assertEquals(200, server.patch(path, admin, Map.of("status", "REVOKED")).code());
        awaitRefused(key);
        assertEquals(409, server.post(path + "/keys", admin, "").code());
        assertEquals(409, server.patch(path, admin, Map.of("patient_id", other)).code());
        assertEquals(409, server.patch(path, admin, Map.of("status", "ACTIVE")).code());

        Map back = Map.of("status", "ACTIVE", "patient_id", other);
        assertEquals(200, server.patch(path, admin, back).code());
        assertEquals(Optional.empty(), patientOf(key));
        Map rotated = server.post(path + "/keys", admin, "").body();
        awaitBound((String) rotated.get("device_key"), other);
    }

    @Test
    void a_device_that_changes_hands_is_nothing_to_those_of_the_first_patient() {
        Decided nurseOfOne = new Decided(server, nurse);
        nurseOfOne.followsOnceTold(room, true);
        assertEquals(200, server.patch(path, admin, Map.of("patient_id", other)).code());

        awaitBound(key, other);
        nurseOfOne.followsOnceTold(room, false);
    }

    @Test
    void those_of_the_new_patient_follow_a_device_once_the_readings_of_the_first_are_gone() {
        Decided doctorOfOther = new Decided(server, doctor);
        byte[] reading = ("{\"patient_id\":\"" + one + "\"}").getBytes(UTF_8);
        server.bean(EventLog.class)
                .publish(
                        NewEvent.once(
                                Ids.next(),
                                Room.parse(room),
                                EventType.DEVICE_DATA_UPDATE,
                                Instant.now(),
                                reading))
                .toCompletableFuture()
                .join();
        assertEquals(1, server.published(room).size());
        server.patch(path, admin, Map.of("patient_id", other));
        awaitBound(key, other);
        assertFalse(doctorOfOther.follows(room), "the buffer has readings of the first patient");

        server.execute(
                "UPDATE access.device_bindings SET ended_at = ended_at - interval '1 hour'"
                        + " WHERE device_id = '"
                        + id
                        + "' AND ended_at IS NOT NULL");
        Awaitility.await().until(() -> doctorOfOther.follows(room));
        assertEquals(List.of(), server.published(room));
    }

    @Test
    void a_stay_brings_devices_and_takes_them_along_when_it_ends() {
        // Nobody's, as after a discharge.
        server.execute("UPDATE access.devices SET status = 'UNBOUND' WHERE id = '" + id + "'");
        assertEquals(204, admit(second, one, List.of("pump:" + id)));
        awaitBound(key, one);
        Map device = server.get(path, admin).body();
        assertEquals(second, device.get("hospital_id"));

        assertEquals(409, admit(second, other, List.of("pump:" + id)));
        assertEquals(
                204,
                server.delete("/api/v1/hospitals/" + second + "/patients/" + one, admin).code());
        awaitRefused(key);
        device = server.get(path, admin).body();
        assertEquals("UNBOUND", device.get("status"));
        assertEquals(null, device.get("patient_id"));
        assertEquals(204, admit(second, other, List.of("pump:" + id)));
        awaitBound(key, other);
    }

    @Test
    void a_transfer_takes_named_devices_along_and_a_patients_own_device_stays_with_the_patient() {
        assertEquals(204, admit(second, one, List.of()));
        assertEquals(Optional.of(one), patientOf(key));
        server.delete("/api/v1/hospitals/" + second + "/patients/" + one, admin);
        assertEquals(Optional.of(one), patientOf(key));

        server.execute("UPDATE access.devices SET status = 'UNBOUND' WHERE id = '" + id + "'");
        admit(first, one, List.of("pump:" + id));
        assertEquals(204, admit(second, one, List.of("pump:" + id)));
        awaitBound(key, one);
        assertEquals(second, server.get(path, admin).body().get("hospital_id"));
    }

    @Test
    void an_admission_with_a_device_that_it_can_not_have_does_not_happen() {
        String third = "p3-" + Ids.next();
        server.post("/api/v1/patients", admin, Map.of("patient_id", third));
        assertEquals(409, admit(second, third, List.of("pump:" + id)));
        assertEquals(404, admit(second, third, List.of("pump:none")));
        assertEquals(422, admit(second, third, List.of("pump")));
        Map patient = server.get("/api/v1/patients/" + third, admin).body();
        assertEquals(List.of(), patient.get("hospitals"));
    }

    @Test
    void devices_are_listed_by_patient_type_and_status() {
        String query = "/api/v1/devices?device_type=pump&status=ACTIVE&patient_id=" + one;
        List<Map> items = (List<Map>) server.get(query, admin).body().get("items");
        assertEquals(1, items.size());
        assertEquals(id, items.getFirst().get("device_id"));
        Map page = server.get("/api/v1/devices?limit=1", admin).body();
        String next = "/api/v1/devices?limit=1&cursor=" + page.get("next_cursor");
        assertFalse(server.get(next, admin).body().get("items").equals(page.get("items")));
        assertEquals(400, server.get("/api/v1/devices?status=BROKEN", admin).code());
        assertEquals(404, server.get(path + "x", admin).code());
        assertTrue(server.get(path, admin).body().toString().contains(keyId));
    }
}
