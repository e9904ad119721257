package dev.wardcast.vitals.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.AccessWorld;
import dev.wardcast.vitals.VitalsNode;
import dev.wardcast.vitals.VitalsNode.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusRouteTest {

    private static RedisLink link;
    private static AccessWorld world;
    private static VitalsNode node;

    private final String patient = "p-" + UUID.randomUUID();
    private final String device = "d-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        link = RedisLink.connect(TestServers.redisUrl());
        world = new AccessWorld(link);
        node =
                new VitalsNode(
                        TestServers.redisUrl(),
                        TestServers.freshDatabaseUrl(),
                        world.jwksUrl(),
                        Map.of("wardcast.vitals.limits.fleet-burst", 1_000));
    }

    @AfterAll
    static void stop() {
        node.close();
        world.close();
        link.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"status\":\"on fire\"|status",
                "\"status\":\"unknown\"|status",
                "\"status\":\"online\",\"battery_percent\":101|battery_percent",
                "\"status\":\"online\",\"lead_off\":[\"a b\"]|lead_off",
                "\"status\":\"online\",\"timestamp\":\"yesterday\"|timestamp",
                "\"status\":\"online\",\"timestamp\":\"2999-01-01T00:00:00Z\"|timestamp",
                "\"status\":\"online\",\"device_id\":\"a/b\"|device_id"
            })
    void what_is_wrong_is_422_naming_the_field(String fields, String field) {
        String key = world.deviceKey(patient);
        String id = fields.contains("device_id") ? "" : "\"device_id\":\"" + device + "\",";
        Answer answer =
                node.postStatus(
                        "{\"device_type\":\"monitor\","
                                + id
                                + "\"patient_id\":\""
                                + patient
                                + "\","
                                + fields
                                + "}",
                        "X-Device-Key",
                        key);
        assertEquals(422, answer.status(), answer.body()::toString);
        assertEquals("invalid_field", answer.get("code"));
        assertTrue(
                answer.get("detail").toString().startsWith(field + ": "), answer.body()::toString);
        assertTrue(answer.get("detail").toString().contains("(expected: "));
    }

    @Test
    void a_key_speaks_for_its_own_patient_and_for_no_other_registered_device() {
        String key = world.deviceKey(patient);
        assertEquals(200, online(key, "m-1", patient).status());
        assertEquals("other_patient", online(key, "m-1", "somebody-else").get("code"));
        world.device(device, "somebody-else");
        assertEquals("other_device", online(key, device, patient).get("code"));
        assertEquals("unknown_device_key", online("nonsense", "m-1", patient).get("code"));
    }

    @Test
    void who_may_follow_the_device_may_ask_for_its_status_and_nobody_else() {
        world.patient(patient);
        world.device(device, patient);
        String path = "/api/v1/devices/monitor/" + device + "/status";
        Answer never = node.get(path, world.token("NURSE"));
        assertEquals(200, never.status());
        assertEquals("unknown", never.get("status"));
        node.postStatus(body(device, patient), "Authorization", "Bearer " + world.token("DEVICE"));
        Answer answer = node.get(path, world.token("NURSE"));
        assertEquals(200, answer.status());
        assertEquals("online", answer.get("status"));
        assertEquals(patient, answer.get("patient_id"));
        assertEquals(200, node.get(path, world.token("ADMIN")).status());
        for (String role : new String[] {"DISPATCHER", "CAREGIVER", "PATIENT", "DEVICE"}) {
            assertEquals(403, node.get(path, world.token(role)).status(), role);
        }
        String elsewhere = "p-" + UUID.randomUUID();
        String foreign = "d-" + UUID.randomUUID();
        world.patientIn(elsewhere, "hospital-2");
        world.device(foreign, elsewhere);
        String foreignPath = "/api/v1/devices/monitor/" + foreign + "/status";
        assertEquals(403, node.get(foreignPath, world.token("NURSE")).status());
        String nothing = "/api/v1/devices/monitor/none/status";
        assertEquals(403, node.get(nothing, world.token("NURSE")).status());
        assertEquals(404, node.get(nothing, world.token("ADMIN")).status());
    }

    private static Answer online(String key, String device, String patient) {
        return node.postStatus(body(device, patient), "X-Device-Key", key);
    }

    private static String body(String device, String patient) {
        return """
        {"device_type":"monitor","device_id":"%s","patient_id":"%s","status":"online"}\
        """
                .formatted(device, patient);
    }
}
