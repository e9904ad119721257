package dev.wardcast.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.local.simulate.DeviceClient.Outcome;
import dev.wardcast.local.simulate.DeviceClient.Taken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceClientTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration SHORT = Duration.ofMillis(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private ReceivingEnd end;
    private DeviceClient device;

    @BeforeEach
    void start() throws IOException {
        end = new ReceivingEnd();
        device = new DeviceClient(http, end.url(), Device.ofDemo(1), SHORT);
    }

    @AfterEach
    void stop() {
        end.close();
        http.close();
    }

    @Test
    void posts_one_reading_as_an_object_with_its_key() throws InterruptedException {
        Outcome outcome = device.post(List.of(pulse(72, NOON)));
        assertEquals(new Outcome(1, 0, 0, Optional.empty()), outcome);
        ReceivingEnd.Request request = end.requests().getFirst();
        assertEquals("/api/v1/devices/data", request.path());
        assertEquals("demo-device-1", request.key());
        assertTrue(
                request.body()
                        .startsWith(
                                "{\"device_type\":\"monitor\",\"device_id\":\"demo-device-1\","
                                        + "\"patient_id\":\"patient-1\",\"data_type\":\"heart_rate\","
                                        + "\"values\":{\"bpm\":72.0},"
                                        + "\"timestamp\":\"2026-01-02T12:00:00Z\",\"sequence\":"),
                request.body());
    }

    @Test
    void numbers_and_times_never_go_back() throws InterruptedException {
        device.post(List.of(pulse(72, NOON), pulse(73, NOON.minusSeconds(5))));
        List<String> items = end.items();
        assertEquals(2, items.size());
        assertTrue(items.get(1).contains("12:00:00Z"), items.get(1));
        assertEquals(sequence(items.get(0)) + 1, sequence(items.get(1)));
    }

    @Test
    void while_the_server_is_busy_it_posts_the_same_numbers_again() throws InterruptedException {
        end.answerNext(429, Map.of("Retry-After", "0"), "");
        end.answerNext(503, Map.of(), "");
        assertEquals(1, device.post(List.of(pulse(72, NOON))).accepted());
        assertEquals(3, end.requests().size());
        assertEquals(1, end.items().stream().distinct().count());
    }

    @Test
    void waits_as_long_as_the_server_says() throws InterruptedException {
        end.answerNext(429, Map.of("Retry-After", "1"), "");
        long before = System.nanoTime();
        device.post(List.of(pulse(72, NOON)));
        assertTrue(System.nanoTime() - before >= Duration.ofSeconds(1).toNanos());
    }

    @Test
    void gives_up_a_post_in_the_end_but_not_the_device() throws InterruptedException {
        for (int i = 0; i < 6; i++) {
            end.answerNext(503, Map.of("Retry-After", "0"), "");
        }
        assertEquals(1, device.post(List.of(pulse(72, NOON))).failed());
        assertEquals(1, device.post(List.of(pulse(73, NOON))).accepted());
    }

    @Test
    void counts_what_was_refused_and_says_why() throws InterruptedException {
        end.answerNext(
                202,
                Map.of(),
                "{\"accepted\":1,\"duplicates\":0,\"refused\":1,\"errors\":[{\"index\":0,"
                        + "\"field\":\"values.bpm\",\"message\":\"999\"}]}");
        Outcome outcome = device.post(List.of(pulse(999, NOON), pulse(72, NOON)));
        assertEquals(new Outcome(1, 1, 0, Optional.of("values.bpm: 999")), outcome);
    }

    @Test
    void a_refused_key_ends_it_without_telling_the_key() {
        end.answerNext(401, Map.of(), "{\"detail\":\"unknown device key\"}");
        String message =
                assertThrows(SimulationException.class, () -> device.post(List.of(pulse(72, NOON))))
                        .getMessage();
        assertEquals(
                "The key of monitor/demo-device-1 of patient-1 was refused (401):"
                        + " unknown device key",
                message);
        assertFalse(new Device("t", "d", "p", "secret").toString().contains("secret"));
    }

    @Test
    void a_server_that_was_never_there_ends_it_with_advice() {
        URI nobody = end.url();
        end.close();
        DeviceClient lonely = new DeviceClient(http, nobody, Device.ofDemo(1), SHORT);
        String message =
                assertThrows(SimulationException.class, () -> lonely.post(List.of(pulse(72, NOON))))
                        .getMessage();
        assertTrue(message.contains("./wardcast up"), message);
    }

    private static Taken pulse(double bpm, Instant at) {
        return new Taken(new Reading(VitalType.HEART_RATE, List.of(bpm)), at);
    }

    private static long sequence(String item) {
        return Long.parseLong(Json.find(item, "sequence").orElseThrow());
    }
}
