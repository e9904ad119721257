package dev.wardcast.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.testsupport.TestServers;
import dev.wardcast.vitals.VitalsNode.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who can't be served is told when to come back; nothing piles up. */
class OverloadTest {

    @Test
    void a_full_queue_and_a_redis_that_is_away_are_503_with_a_time_to_come_back() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start();
                RedisLink link = RedisLink.connect(redis.url());
                AccessWorld world = new AccessWorld(link);
                VitalsNode node =
                        new VitalsNode(
                                redis.url(),
                                TestServers.freshDatabaseUrl(),
                                world.jwksUrl(),
                                Map.of(
                                        "wardcast.sample-queue.keep", 0,
                                        "wardcast.sample-queue.max-length", 2))) {
            String key = world.deviceKey("patient-1");
            assertEquals(202, node.postWithKey(key, SAMPLE).status());
            assertEquals(202, node.postWithKey(key, SAMPLE).status());

            assertUnavailable("queue_full", node.postWithKey(key, SAMPLE));

            // The key is remembered, so that it is the queue that is missed.
            redis.stop();
            Answer away = node.postWithKey(key, SAMPLE);
            assertEquals(503, away.status());
            assertEquals(false, away.header("Retry-After").isEmpty());
        }
    }

    private static void assertUnavailable(String code, Answer answer) {
        assertEquals(503, answer.status(), answer.body()::toString);
        assertEquals(code, answer.get("code"));
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertEquals(false, answer.header("Retry-After").isEmpty());
    }

    private static final String SAMPLE =
            """
            {"device_type":"monitor","device_id":"m-1","patient_id":"patient-1",\
            "data_type":"heart_rate","values":{"bpm":72}}\
            """;
}
