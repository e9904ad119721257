package dev.wardcast.vitals.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.vitals.fhir.FhirClient.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FhirOverloadTest {

    @Test
    void what_can_not_be_made_durable_is_503_with_a_time_to_come_back() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start();
                FhirClient client =
                        new FhirClient(
                                redis.url(),
                                Map.of(
                                        "wardcast.sample-queue.keep", 0,
                                        "wardcast.sample-queue.max-length", 2))) {
            String key = client.world.deviceKey("patient-1");
            String observation = Examples.heartRate("patient-1", "");
            String batch = Examples.bundle("batch", List.of(observation, observation));
            assertEquals(200, client.post(key, "/fhir", batch).status());

            assertUnavailable(client.post(key, "/fhir", batch));
            assertUnavailable(client.post(key, "/fhir/Observation", observation));
        }
    }

    private static void assertUnavailable(Answer answer) {
        assertEquals(503, answer.status(), answer.raw()::body);
        assertEquals("5", answer.header("Retry-After"));
        assertEquals("application/fhir+json", answer.header("Content-Type"));
        assertEquals("transient", answer.at("issue/0/code"));
    }
}
