package dev.wardcast.gateway.alerts;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** What alert-service answers: published events in their order, and whether there are more. */
@Serdeable
record AlertEventsPage(List<PublishedEvent> events, boolean more) {

    @Serdeable
    record PublishedEvent(String eventId, long clock, JsonNode data) {}
}
