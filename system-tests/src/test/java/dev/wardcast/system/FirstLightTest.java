package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.SseClient;
import io.micronaut.json.tree.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a device to the screens of those who watch, on one stack. */
class FirstLightTest {

    @TempDir static Path data;
    private static Stack stack;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.start(data);
        url = stack.url();
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
    }

    @Test
    void a_devices_post_reaches_the_caregivers_screen() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        Device device = new Device(url, 1);
        device.normal();
        try (SseClient stream = caregiver.follow("/api/v1/caregivers/alerts/stream", "")) {
            assertEquals(200, stream.status());
            assertEquals(
                    "text/event-stream", stream.headers().firstValue("content-type").orElse(""));
            assertEquals("no-cache", stream.headers().firstValue("cache-control").orElse(""));
            assertEquals("no", stream.headers().firstValue("x-accel-buffering").orElse(""));
            assertFalse(stream.awaitLastEventId(SOON).isEmpty(), "an id before any event");
            assertTrue(stream.retryMillis().isPresent());

            device.high();

            SseClient.Event event = stream.awaitEvent(e -> e.event().equals("message"), SOON);
            JsonNode alert = Person.json(event.data());
            assertEquals("alert", alert.get("event").getStringValue());
            assertEquals("CRITICAL", alert.get("tier").getStringValue());
            assertEquals("patient-1", alert.get("patient_id").getStringValue());
            assertEquals("blood_pressure", alert.get("vital_type").getStringValue());
            assertEquals("high_blood_pressure", alert.get("alert_type").getStringValue());
            assertEquals(
                    "High blood pressure detected: 190/125", alert.get("message").getStringValue());

            String id = alert.get("alert_id").getStringValue();
            var done =
                    caregiver.post(
                            "/api/v1/alerts/alerts/" + id + "/acknowledge?patient_id=patient-1",
                            "{\"status\":\"resolved\",\"note\":\"Patient is stable\"}");
            assertEquals(200, done.statusCode(), done.body());
            SseClient.Event ack = stream.awaitEvent(e -> e.data().contains("\"ack\""), SOON);
            assertEquals(id, Person.json(ack.data()).get("alert_id").getStringValue());
            assertEquals(
                    "caregiver", Person.json(ack.data()).get("acknowledged_by").getStringValue());
            device.normal();
        }
    }

    @Test
    void a_client_that_comes_back_gets_exactly_what_it_missed() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        Device device = new Device(url, 2);
        device.normal();
        String start;
        try (SseClient stream = caregiver.follow("/api/v1/caregivers/alerts/stream", "")) {
            start = stream.awaitLastEventId(SOON);
        }
        Set<String> raised = raise(device, caregiver, 7);
        try (SseClient back = caregiver.follow("/api/v1/caregivers/alerts/stream", start)) {
            List<String> got = ids(back.awaitEvents(7, SOON));
            assertEquals(raised, new HashSet<>(got.stream().filter(raised::contains).toList()));
            assertEquals(got.size(), new HashSet<>(got).size(), "none twice");
            assertTrue(back.events().stream().noneMatch(e -> e.event().equals("gap")));
        }
    }

    @Test
    void an_unknown_position_is_a_gap_that_is_told_first() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        for (String position : List.of("nonsense", "zzzzzz-1", "-1", "a".repeat(3000))) {
            try (SseClient stream =
                    caregiver.follow("/api/v1/caregivers/alerts/stream", position)) {
                assertEquals(200, stream.status());
                assertEquals("gap", stream.awaitEvents(1, SOON).getFirst().event());
                await().until(() -> !stream.lastEventId().equals(position));
            }
        }
    }

    /** Raises so many new alerts and returns their ids. */
    private static Set<String> raise(Device device, Person watcher, int count) throws Exception {
        Set<String> before = alertsOf(watcher, device.patient());
        for (int i = 0; i < count; i++) {
            device.high();
            device.normal();
        }
        await().until(() -> alertsOf(watcher, device.patient()).size() >= before.size() + count);
        Set<String> raised = alertsOf(watcher, device.patient());
        raised.removeAll(before);
        return raised;
    }

    private static Set<String> alertsOf(Person person, String patient) throws Exception {
        JsonNode page =
                Person.json(person.get("/api/v1/alerts?limit=200&patient_id=" + patient).body());
        Set<String> ids = new HashSet<>();
        page.get("alerts")
                .values()
                .forEach(alert -> ids.add(alert.get("alert_id").getStringValue()));
        return ids;
    }

    private static List<String> ids(List<SseClient.Event> events) {
        return events.stream()
                .filter(e -> e.event().equals("message"))
                .map(e -> Person.json(e.data()).get("alert_id").getStringValue())
                .toList();
    }

    @Test
    void a_real_deterioration_is_seen_as_it_was_and_no_alert_comes_twice() throws Exception {
        Optional<Path> record = sharedRecord("s25047-2704-05-04-10-44n.hea");
        Assumptions.assumeTrue(record.isPresent(), "the recording is not beside this checkout");
        Person admin = Person.signIn(url, "admin");
        try (SseClient stream =
                        admin.follow("/api/v1/alerts/stream?role=admin&patient_id=patient-8", "");
                Processes.Running player =
                        Processes.wardcast(
                                "simulate",
                                "--url",
                                url,
                                "--patient",
                                "patient-8",
                                "--record",
                                record.get().toString(),
                                "--speed",
                                "3600")) {
            stream.awaitLastEventId(SOON);
            assertEquals(0, player.awaitExit(Duration.ofMinutes(2)), player.output());
            stream.awaitEvents(24, SOON);
            List<String> opened = new ArrayList<>();
            List<String> told = new ArrayList<>();
            for (SseClient.Event event : stream.events()) {
                JsonNode alert = Person.json(event.data());
                String what =
                        alert.get("vital_type").getStringValue()
                                + " "
                                + alert.get("tier").getStringValue();
                if (alert.get("event").getStringValue().equals("alert")) {
                    opened.add(alert.get("alert_id").getStringValue());
                    told.add(what);
                } else {
                    told.add(what + " rise");
                }
            }
            assertEquals(opened.size(), new HashSet<>(opened).size(), "no alert twice");
            assertEquals(
                    Map.of(
                            "blood_pressure",
                            10L,
                            "heart_rate",
                            2L,
                            "spo2",
                            4L,
                            "respiratory_rate",
                            2L,
                            "news2",
                            6L),
                    told.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            t -> t.split(" ")[0], Collectors.counting())));
            assertTrue(
                    stream.events().stream()
                            .anyMatch(e -> e.data().contains("Low blood pressure detected: 66/20")),
                    "the pressure of 66/20");
            assertTrue(told.contains("spo2 CRITICAL rise"), told.toString());
        }
    }

    private static Optional<Path> sharedRecord(String name) {
        for (Path dir = Processes.root(); dir != null; dir = dir.getParent()) {
            Path record = dir.resolve("shared/data/wfdb").resolve(name);
            if (Files.exists(record)) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }
}
