package dev.wardcast.gateway.refill;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What alert-service answers: published events in their order, and whether there are more. */
@Serdeable
record AlertEventsPage(List<PublishedEvent> events, boolean more) {

    @Serdeable
    record PublishedEvent(String eventId, long clock, JsonNode data) {

        String text(JsonMapper json) throws IOException {
            return new String(json.writeValueAsBytes(data), StandardCharsets.UTF_8);
        }
    }
}
