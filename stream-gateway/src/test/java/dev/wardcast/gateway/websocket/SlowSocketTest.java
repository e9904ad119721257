package dev.wardcast.gateway.websocket;

import static dev.wardcast.gateway.SharedGateway.port;
import static dev.wardcast.gateway.SharedGateway.publish;
import static dev.wardcast.gateway.SharedGateway.publishReading;
import static dev.wardcast.gateway.SharedGateway.webSocket;
import static dev.wardcast.gateway.SharedGateway.world;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Room;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.WebSocketClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A WebSocket whose client stops reading while much more happens than the kernel keeps for it. */
class SlowSocketTest {

    private static final int MANY = 3_000;
    private static final String PAD = "x".repeat(3_000);
    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");

    private final String patient = world().patient();
    private final Person caregiver = world().caregiverOf(patient);
    private final Room alerts = new Room.PatientAlerts(patient);
    private final Room vitals = new Room.PatientVitals(patient);

    private static int number(String message) {
        Matcher found = NUMBER.matcher(message);
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }

    private RawWebSocket slow(String path) throws IOException {
        RawWebSocket client =
                RawWebSocket.open(new RawWebSocket(port(), 4096), path, caregiver.token());
        client.awaitText("connected");
        return client;
    }

    @Test
    void alerts_all_arrive_in_order_once_it_reads_again_and_nobody_else_waits() throws Exception {
        String path = "/ws?role=caregiver&patient_id=" + patient;
        try (RawWebSocket slow = slow(path);
                WebSocketClient quick = webSocket(caregiver, path)) {
            quick.await("connected");
            for (int i = 1; i <= MANY; i++) {
                publish(
                        alerts,
                        EventType.PATIENT_ALERT,
                        "{\"n\":" + i + ",\"pad\":\"" + PAD + "\"}");
            }
            quick.await(MANY, "\"n\":");
            List<Integer> got = new ArrayList<>();
            while (got.size() < MANY) {
                String text = slow.nextText();
                assertTrue(!text.contains("\"gap\""), text);
                got.add(number(text));
            }
            assertEquals(IntStream.rangeClosed(1, MANY).boxed().toList(), got);
        }
    }

    @Test
    void who_does_not_even_read_the_last_word_is_cut_off() throws Exception {
        try (RawWebSocket slow = slow("/ws?role=caregiver&patient_id=" + patient)) {
            for (int i = 1; i <= MANY; i++) {
                publish(
                        alerts,
                        EventType.PATIENT_ALERT,
                        "{\"n\":" + i + ",\"pad\":\"" + PAD + "\"}");
            }
            world().suspend(caregiver);
            await().pollInterval(Duration.ofMillis(200)).until(() -> isCutOff(slow));
        }
    }

    private static boolean isCutOff(RawWebSocket client) {
        try {
            client.ping(new byte[0]);
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void of_vitals_it_gets_the_newest_and_of_alerts_all() throws Exception {
        try (RawWebSocket slow = slow("/realtime/ws/patient/" + patient)) {
            for (int i = 1; i <= MANY; i++) {
                publishReading(vitals, "{\"v\":" + i + ",\"pad\":\"" + PAD + "\"}");
                if (i % 100 == 0) {
                    publish(alerts, EventType.PATIENT_ALERT, i / 100);
                }
            }
            List<Integer> numbers = new ArrayList<>();
            int readings = 0;
            String text = "";
            while (numbers.size() < MANY / 100 || !text.contains("\"v\":" + MANY + ",")) {
                String next = slow.nextText();
                if (next.contains("vitals_update")) {
                    readings++;
                    text = next;
                } else if (number(next) > 0) {
                    numbers.add(number(next));
                }
            }
            assertEquals(IntStream.rangeClosed(1, MANY / 100).boxed().toList(), numbers);
            assertTrue(readings < MANY, "every single reading came: " + readings);
        }
    }
}
