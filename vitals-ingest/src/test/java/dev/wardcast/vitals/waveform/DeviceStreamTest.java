package dev.wardcast.vitals.waveform;

import static dev.wardcast.vitals.waveform.DeviceFrames.frame;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.testsupport.WebSocketClient;
import dev.wardcast.vitals.AccessWorld;
import dev.wardcast.vitals.VitalsNode;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DeviceStreamTest {

    private static final int WINDOW = 16;
    private static final int MOST_STREAMS = 3;

    private static RedisLink redis;
    private static AccessWorld world;
    private static VitalsNode node;

    private final String patient = "p-" + UUID.randomUUID();
    private final String key = world.deviceKey(patient);

    @BeforeAll
    static void start() {
        redis = RedisLink.connect(TestServers.redisUrl());
        world = new AccessWorld(redis);
        node =
                new VitalsNode(
                        TestServers.redisUrl(),
                        TestServers.freshDatabaseUrl(),
                        world.jwksUrl(),
                        Map.of(
                                "wardcast.vitals.waveform.window",
                                WINDOW,
                                "wardcast.vitals.waveform.max-streams",
                                MOST_STREAMS,
                                "wardcast.vitals.waveform.bytes-per-second",
                                2048));
    }

    @AfterAll
    static void stop() {
        node.close();
        world.close();
        redis.close();
    }

    private static String path(String patient) {
        return "/api/v1/vitals/ws?patient_id=" + patient;
    }

    private WebSocketClient device(String more) {
        WebSocketClient device =
                new WebSocketClient(node.port(), path(patient) + more, "X-Device-Key", key);
        device.await("\"type\":\"welcome\"");
        return device;
    }

    private static int refusal(String path, String header, String value) {
        CompletionException refused =
                assertThrows(
                        CompletionException.class,
                        () -> new WebSocketClient(node.port(), path, header, value));
        return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
    }

    private List<byte[]> kept() {
        return DeviceFrames.kept(redis, patient);
    }

    @Test
    void frames_are_passed_on_as_they_are_and_acknowledged() {
        try (WebSocketClient device = device("")) {
            assertTrue(device.await("welcome").contains("\"credit\":" + WINDOW));
            for (int i = 0; i < 5; i++) {
                device.send(frame(i));
            }
            device.await(
                    "{\"type\":\"ack\",\"sequence\":4,\"credit\":16,\"lost\":0,\"repeated\":0}");
            List<byte[]> kept = kept();
            assertEquals(5, kept.size());
            assertArrayEquals(frame(3), kept.get(3));
        }
    }

    @Test
    void what_a_device_sends_again_after_it_came_back_is_passed_on_once() {
        try (WebSocketClient device = device("")) {
            device.send(frame(0)).send(frame(1)).await("\"sequence\":1");
        }
        try (WebSocketClient device = device("")) {
            device.send(frame(1)).send(frame(2)).await("\"sequence\":2");
            assertTrue(device.messages().getLast().contains("\"repeated\":1"));
        }
        assertEquals(3, kept().size());
    }

    @Test
    void a_machine_with_a_token_streams_too() {
        String token = world.token("DEVICE");
        world.patient(patient);
        try (WebSocketClient device = new WebSocketClient(node.port(), path(patient), token)) {
            device.send(frame(0)).await("\"sequence\":0");
        }
    }

    @Test
    void who_may_not_stream_is_refused_before_it_begins() {
        assertEquals(403, refusal(path("somebody-else"), "X-Device-Key", key));
        assertEquals(
                422, refusal(path("nobody"), "Authorization", "Bearer " + world.token("DEVICE")));
        assertEquals(401, refusal(path(patient), "X-Device-Key", "no-key"));
        assertEquals(401, refusal(path(patient), "X-Other", "nothing"));
        assertEquals(
                403, refusal(path(patient), "Authorization", "Bearer " + world.token("NURSE")));
        assertEquals(400, refusal("/api/v1/vitals/ws", "X-Device-Key", key));
        assertEquals(400, refusal(path(patient) + "&stream=a:b", "X-Device-Key", key));
        String revoked = world.deviceKey(patient, "REVOKED");
        assertEquals(401, refusal(path(patient), "X-Device-Key", revoked));
    }

    @Test
    void a_malformed_frame_ends_the_stream_with_what_is_wrong() {
        try (WebSocketClient device = device("")) {
            device.send(new byte[] {1, 2, 3});
            assertEquals(4503, device.awaitClose());
            assertEquals("length: 3 bytes (expected: 44 to 16384)", device.reason());
        }
        try (WebSocketClient device = device("")) {
            device.send(frame(0, 40_000, 10));
            assertEquals(4503, device.awaitClose());
            assertEquals("rate: 40000 (expected: 50000 to 1000000)", device.reason());
        }
        try (WebSocketClient device = device("")) {
            device.send(frame(0, 100_000, 101));
            assertEquals(4503, device.awaitClose());
        }
        try (WebSocketClient device = device("")) {
            device.send("{}");
            assertEquals(4503, device.awaitClose());
        }
    }

    @Test
    void a_frame_that_is_too_large_ends_the_stream() {
        try (WebSocketClient device = device("")) {
            device.send(new byte[WaveformCodec.MOST_BYTES + 1]);
            assertEquals(4504, device.awaitClose());
        }
    }

    @Test
    void a_device_that_brings_more_than_its_share_waits_for_its_credit() {
        try (WebSocketClient device = device("")) {
            // 9,800 bytes, of which 8,192 may come at once: the rest has to wait for its time.
            int frames = 50;
            long begun = System.nanoTime();
            for (int i = 0; i < frames; i += 10) {
                for (int n = i; n < i + 10; n++) {
                    device.send(frame(n));
                }
                device.await("\"sequence\":" + (i + 9) + ",");
            }
            assertEquals(frames, kept().size());
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(took.toMillis() >= (frames * 196 - 8_192) * 1_000 / 2_048, "in " + took);
        }
    }

    @Test
    void a_device_that_does_not_wait_for_its_credit_is_cut_off() {
        try (WebSocketClient device = device("")) {
            await().pollInterval(Duration.ofMillis(1)).until(new Flood(device)::isOver);
            assertEquals(4004, device.awaitClose());
        }
    }

    /** Sends on and on. */
    private static final class Flood {
        private final WebSocketClient device;
        private long sequence;

        Flood(WebSocketClient device) {
            this.device = device;
        }

        boolean isOver() {
            try {
                for (int i = 0; i < 20; i++) {
                    device.send(frame(sequence++));
                }
                return false;
            } catch (CompletionException closed) {
                return true;
            }
        }
    }

    @Test
    void a_second_connection_of_a_device_takes_over_and_another_stream_of_it_does_not() {
        try (WebSocketClient first = device("");
                WebSocketClient apart = device("&stream=resp");
                WebSocketClient second = device("")) {
            assertEquals(4505, first.awaitClose());
            second.send(frame(0)).await("\"sequence\":0");
            apart.send(frame(0)).await("\"sequence\":0");
        }
    }

    @Test
    void a_key_that_is_revoked_ends_its_stream() {
        try (WebSocketClient device = device("")) {
            world.revoke(key, patient);
            assertEquals(4501, device.awaitClose());
        }
    }

    @Test
    void more_streams_than_there_may_be_are_told_to_come_back_later() {
        DeviceStreams streams = node.context().getBean(DeviceStreams.class);
        await().until(() -> streams.count() == 0);
        try (WebSocketClient one = device("&stream=1");
                WebSocketClient two = device("&stream=2");
                WebSocketClient three = device("&stream=3")) {
            assertEquals(503, refusal(path(patient) + "&stream=4", "X-Device-Key", key));
            three.closeWith(1000);
            await().until(() -> streams.count() == 2);
            device("&stream=4").close();
            assertEquals(0, one.messages().size() - two.messages().size());
        }
    }
}
