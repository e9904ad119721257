package dev.wardcast.vitals.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.vitals.VitalsNode;
import dev.wardcast.vitals.VitalsNode.Answer;
import dev.wardcast.vitals.fleet.FleetWorld.Told;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final Map<String, Object> IMPATIENT =
            Map.of(
                    "wardcast.vitals.fleet.shortest-silence", "1s",
                    "wardcast.vitals.fleet.longest-silence", "1500ms");

    private final FleetWorld world = new FleetWorld();
    private final String patient = "p-" + UUID.randomUUID();
    private final String hospital = "h-" + UUID.randomUUID();
    private final String device = "d-" + UUID.randomUUID();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void whoever_comes_and_goes_is_told_of_once_however_many_nodes_there_are() {
        world.access.patientIn(patient, hospital);
        VitalsNode first = world.node(IMPATIENT);
        VitalsNode second = world.node(IMPATIENT);
        String token = world.access.token("DEVICE");
        for (int i = 0; i < 10; i++) {
            reading(i % 2 == 0 ? first : second, token, device);
        }
        String room = "device:monitor:" + device + ":status";
        List<String> comesAndGoes =
                List.of(
                        "device.connected",
                        "device.status.change",
                        "device.disconnected",
                        "device.status.change");
        await().untilAsserted(() -> assertEquals(comesAndGoes, world.typesIn(room)));
        assertEquals(comesAndGoes, world.typesIn("hospital:" + hospital + ":devices"));
        Told gone = world.told(room).get(2);
        assertEquals("silence", gone.get("reason"));
        assertEquals("offline", gone.get("status"));
        assertEquals(patient, gone.get("patient_id"));

        reading(second, token, device);
        await().untilAsserted(() -> assertEquals("device.connected", world.typesIn(room).get(4)));
    }

    @Test
    void a_device_that_signs_off_while_its_readings_go_on_is_never_left_offline() throws Exception {
        VitalsNode first = world.node(Map.of());
        VitalsNode second = world.node(Map.of());
        world.access.patient(patient);
        String token = world.access.token("DEVICE");
        String admin = world.access.token("ADMIN");
        List<String> devices = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> under = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String id = device + "-" + i;
                world.access.device(id, patient);
                devices.add(id);
                under.add(
                        threads.submit(() -> {
                            reading(first, token, id);
                            Thread off =
                                    Thread.startVirtualThread(
                                            () -> status(second, token, id, "offline", ""));
                            reading(first, token, id);
                            reading(second, token, id);
                            off.join();
                            reading(first, token, id);
                            return null;
                        }));
            }
            for (Future<?> each : under) {
                each.get();
            }
        }
        for (String id : devices) {
            await().untilAsserted(() -> {
                Answer answer = first.get("/api/v1/devices/monitor/" + id + "/status", admin);
                assertEquals(200, answer.status());
                assertEquals("online", answer.get("status"));
                assertEquals(true, answer.get("connected"));
            });
        }
    }

    @Test
    void a_device_says_how_it_is_and_its_faults_are_technical_events() {
        world.access.patientIn(patient, hospital);
        VitalsNode node = world.node(Map.of());
        String token = world.access.token("DEVICE");
        Answer answer =
                status(
                        node,
                        token,
                        device,
                        "online",
                        ",\"battery_percent\":12.5,\"lead_off\":[\"V5\",\"II\"]");
        assertEquals(200, answer.status(), answer.body()::toString);
        assertEquals(12, answer.get("battery_percent"));
        assertEquals(true, answer.get("battery_low"));
        assertEquals(List.of("II", "V5"), answer.get("lead_off"));
        status(node, token, device, "maintenance", ",\"battery_percent\":90,\"lead_off\":[]");

        String room = "hospital:" + hospital + ":devices";
        await().until(() -> world.told(room).size() == 7);
        List<Told> told = world.told(room);
        assertEquals(
                List.of(
                        "device.connected",
                        "device.status.change",
                        "device.alert",
                        "device.alert",
                        "device.status.change",
                        "device.alert",
                        "device.alert"),
                world.typesIn(room));
        assertEquals("battery_low", told.get(2).get("alert_type"));
        assertEquals("active", told.get(2).get("state"));
        assertEquals("Lead off: II, V5", told.get(3).get("message"));
        assertEquals("online", told.get(4).get("previous_status"));
        assertEquals("maintenance", told.get(4).get("status"));
        assertEquals("cleared", told.get(5).get("state"));
        assertEquals(world.typesIn("device:monitor:" + device + ":status"), world.typesIn(room));
    }

    @Test
    void who_goes_on_being_heard_is_not_gone_when_another_node_takes_over() {
        VitalsNode first = world.node(IMPATIENT);
        world.access.patient(patient);
        String token = world.access.token("DEVICE");
        reading(first, token, device);
        String room = "device:monitor:" + device + ":status";
        await().until(() -> world.typesIn(room).size() == 2);
        VitalsNode second = world.node(IMPATIENT);
        first.close();
        for (int i = 0; i < 40; i++) {
            reading(second, token, device);
            await().pollDelay(Duration.ofMillis(90)).until(() -> true);
        }
        assertEquals(List.of("device.connected", "device.status.change"), world.typesIn(room));
        await().until(() -> world.typesIn(room).contains("device.disconnected"));
    }

    private void reading(VitalsNode node, String token, String id) {
        String body =
                """
                {"device_type":"monitor","device_id":"%s","patient_id":"%s",\
                "data_type":"heart_rate","values":{"bpm":72}}\
                """
                        .formatted(id, patient);
        Answer answer =
                node.post(
                        body.getBytes(UTF_8),
                        "Authorization",
                        "Bearer " + token,
                        "Content-Type",
                        "application/json");
        assertEquals(202, answer.status(), answer.body()::toString);
    }

    private Answer status(VitalsNode node, String token, String id, String status, String more) {
        return node.postStatus(
                """
                {"device_type":"monitor","device_id":"%s","patient_id":"%s","status":"%s"%s}\
                """
                        .formatted(id, patient, status, more),
                "Authorization",
                "Bearer " + token);
    }
}
