package dev.wardcast.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.VitalsNode.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedPostTest {

    private static RedisLink link;
    private static AccessWorld world;
    private static VitalsNode node;

    private final String patient = "p-" + UUID.randomUUID();
    private final String key = world.deviceKey(patient);

    @BeforeAll
    static void start() {
        link = RedisLink.connect(TestServers.redisUrl());
        world = new AccessWorld(link);
        node =
                new VitalsNode(
                        TestServers.redisUrl(),
                        TestServers.freshDatabaseUrl(),
                        world.jwksUrl(),
                        Map.of(
                                "wardcast.vitals.limits.device-per-second", 1,
                                "wardcast.vitals.limits.device-burst", 1_000));
    }

    @AfterAll
    static void stop() {
        node.close();
        world.close();
        link.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
    void a_compressed_post_is_taken_like_any_other(String encoding) throws IOException {
        Answer answer = post(encoding, gzip(array(300).getBytes(UTF_8)));
        assertEquals(202, answer.status(), answer.body()::toString);
        assertEquals(300, answer.get("accepted"));
    }

    @Test
    void a_bomb_is_413() throws IOException {
        byte[] spaces = new byte[500_000_000];
        Arrays.fill(spaces, (byte) ' ');
        byte[] bomb = gzip(spaces);
        assertTrue(bomb.length < 2_000_000, "small enough to be let in");
        Answer answer = post("gzip", bomb);
        assertEquals(413, answer.status());
        assertEquals("body_too_large", answer.get("code"));
    }

    @Test
    void what_is_not_gzip_or_only_its_beginning_is_400() throws IOException {
        assertEquals("malformed_gzip", post("gzip", array(1).getBytes(UTF_8)).get("code"));
        byte[] whole = gzip(array(10).getBytes(UTF_8));
        Answer cut = post("gzip", Arrays.copyOf(whole, whole.length - 12));
        assertEquals(400, cut.status());
        assertEquals("malformed_gzip", cut.get("code"));
    }

    @Test
    void another_encoding_is_415_and_says_which_would_do() {
        Answer answer = post("br", array(1).getBytes(UTF_8));
        assertEquals(415, answer.status());
        assertEquals("gzip", answer.header("Accept-Encoding"));
    }

    @Test
    void a_device_over_its_limit_is_429_with_a_time_to_come_back_and_nothing_is_taken() {
        String limited = "d-" + UUID.randomUUID();
        String token = world.token("DEVICE");
        world.patient(patient);
        assertEquals(202, withToken(token, limited, 1_000).status());
        Answer over = withToken(token, limited, 100);
        assertEquals(429, over.status(), over.body()::toString);
        assertEquals("device_limit", over.get("code"));
        int seconds = Integer.parseInt(over.header("Retry-After"));
        assertTrue(seconds > 60 && seconds <= 100, over.header("Retry-After"));
        assertEquals(202, withToken(token, "d-" + UUID.randomUUID(), 1).status());
    }

    private Answer withToken(String token, String device, int items) {
        return node.post(
                array(items).replace("m-1", device).getBytes(UTF_8),
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/json");
    }

    private Answer post(String encoding, byte[] body) {
        return node.post(
                body,
                "X-Device-Key",
                key,
                "Content-Type",
                "application/json",
                "Content-Encoding",
                encoding);
    }

    private String array(int items) {
        String item =
                """
                {"device_type":"monitor","device_id":"m-1","patient_id":"%s",\
                "data_type":"heart_rate","values":{"bpm":72}}\
                """
                        .formatted(patient);
        return "[" + (item + ",").repeat(items - 1) + item + "]";
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
