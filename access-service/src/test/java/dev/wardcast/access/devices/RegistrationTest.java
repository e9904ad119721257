package dev.wardcast.access.devices;

import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.access.AccessServer;
import dev.wardcast.access.people.Ids;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.access.DeviceKeys.RegisteredDevice;
import io.micronaut.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@SuppressWarnings("rawtypes")
class RegistrationTest {

    private final AccessServer server = AccessServer.shared();
    private final DeviceKeys keys = server.bean(DeviceKeys.class);
    private final String admin = server.tokenOf("admin");

    @Test
    void a_demo_key_names_its_device_and_patient() {
        assertEquals(
                Optional.of(new RegisteredDevice("demo-device-3", "monitor", "patient-3")),
                find("demo-device-3"));
        assertEquals(Optional.empty(), find("demo-device-9"));
        assertEquals(Optional.empty(), find(""));
        assertEquals(Optional.empty(), find("x".repeat(10_000)));
    }

    @Test
    void a_new_patient_gets_a_device_whose_key_counts_at_once() {
        Map patient = server.post("/api/v1/patients", admin, Map.of()).body();
        String patientId = (String) patient.get("patient_id");
        HttpResponse<Map> device = register("watch", null, patientId);

        assertEquals(201, device.code());
        String key = (String) device.body().get("device_key");
        assertEquals(43, key.length());
        RegisteredDevice expected =
                new RegisteredDevice((String) device.body().get("device_id"), "watch", patientId);
        awaitOnceTold(key, Optional.of(expected));
    }

    @Test
    void a_revoked_key_and_a_revoked_device_are_unknown_soon_although_nobody_tells() {
        String key = (String) register("watch", null, "patient-8").body().get("device_key");
        awaitKnown(key);
        server.execute(
                "UPDATE access.device_keys SET status = 'REVOKED' WHERE digest ="
                        + " encode(sha256('"
                        + key
                        + "'::bytea), 'hex')");
        Awaitility.await().atMost(TOLD).until(() -> find(key).isEmpty());

        HttpResponse<Map> other = register("watch", null, "patient-8");
        String otherKey = (String) other.body().get("device_key");
        awaitKnown(otherKey);
        server.execute(
                "UPDATE access.devices SET status = 'REVOKED' WHERE id = '"
                        + other.body().get("device_id")
                        + "'");
        Awaitility.await().atMost(TOLD).until(() -> find(otherKey).isEmpty());
    }

    @Test
    void a_device_that_changes_hands_posts_for_its_new_patient_only() {
        HttpResponse<Map> device = register("watch", null, "patient-7");
        String id = (String) device.body().get("device_id");
        String key = (String) device.body().get("device_key");
        awaitKnown(key);
        server.execute(
                "UPDATE access.devices SET patient_id = 'patient-8' WHERE id = '" + id + "'");
        Awaitility.await()
                .atMost(TOLD)
                .until(() -> find(key).orElseThrow().patientId().equals("patient-8"));
    }

    @Test
    void ids_from_outside_are_kept_and_taken_once() {
        String id = "507f1f77bcf86cd7." + Ids.next().substring(0, 8);
        Map<String, String> patient = Map.of("patient_id", id, "hospital_id", "hospital-1");
        HttpResponse<Map> registered = server.post("/api/v1/patients", admin, patient);

        assertEquals(201, registered.code());
        assertEquals(id, registered.body().get("patient_id"));
        assertEquals(List.of("hospital-1"), registered.body().get("hospitals"));
        assertEquals(409, server.post("/api/v1/patients", admin, patient).code());
        assertEquals(201, register("pump", id, id).code());
        assertEquals(409, register("pump", id, id).code());
        assertEquals(201, register("watch", id, id).code());
    }

    @Test
    void what_can_not_be_registered_is_refused() {
        for (String bad : List.of("", "a b", "a:b", "*", "../x", "x".repeat(65), "a\nb")) {
            assertEquals(
                    400, server.post("/api/v1/patients", admin, Map.of("patient_id", bad)).code());
            assertEquals(400, register(bad, null, "patient-1").code());
            assertEquals(400, register("watch", bad, "patient-1").code());
        }
        assertEquals(404, register("watch", null, "patient-99").code());
        assertEquals(
                404, server.post("/api/v1/patients", admin, Map.of("hospital_id", "none")).code());
        assertEquals(400, server.post("/api/v1/devices", admin, Map.of()).code());
    }

    @Test
    void only_admins_register() {
        String nurse = server.tokenOf("nurse1");
        assertEquals(403, server.post("/api/v1/patients", nurse, Map.of()).code());
        assertEquals(403, server.post("/api/v1/devices", nurse, Map.of()).code());
        assertEquals(401, server.post("/api/v1/patients", null, Map.of()).code());
        assertEquals(401, server.post("/api/v1/devices", null, Map.of()).code());
    }

    private HttpResponse<Map> register(String type, String id, String patient) {
        Map<String, String> body = new HashMap<>();
        body.put("device_type", type);
        body.put("patient_id", patient);
        if (id != null) {
            body.put("device_id", id);
        }
        return server.post("/api/v1/devices", admin, body);
    }

    private Optional<RegisteredDevice> find(String key) {
        return keys.find(key).toCompletableFuture().join();
    }

    private void awaitKnown(String key) {
        Awaitility.await().atMost(TOLD).until(() -> find(key).isPresent());
        assertTrue(find(key).isPresent());
        assertFalse(find(key + "x").isPresent());
    }

    private void awaitOnceTold(String key, Optional<RegisteredDevice> expected) {
        Awaitility.await().atMost(TOLD).until(() -> find(key).equals(expected));
    }
}
