package dev.wardcast.system;

import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import io.micronaut.json.tree.JsonNode;
import java.util.List;

/** One connection on which alerts come, over whichever transport. */
sealed interface AlertLine extends AutoCloseable {

    /** What was told so far, gaps among it; the others are alerts' events. */
    List<JsonNode> told();

    /** What to resume with; empty if none came. */
    String position();

    boolean ended();

    @Override
    void close();

    static boolean isGap(JsonNode told) {
        JsonNode type = told.get("type");
        return type != null && type.coerceStringValue().equals("gap");
    }

    record Sse(SseClient client) implements AlertLine {
        @Override
        public List<JsonNode> told() {
            return client.events().stream()
                    .filter(event -> event.event().equals("message") || event.event().equals("gap"))
                    .map(event ->
                            Person.json(
                                    event.event().equals("gap")
                                            ? "{\"type\":\"gap\"}"
                                            : event.data()))
                    .toList();
        }

        @Override
        public String position() {
            return client.lastEventId();
        }

        @Override
        public boolean ended() {
            return client.isClosed();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    record Socket(WebSocketClient client) implements AlertLine {
        @Override
        public List<JsonNode> told() {
            return messages().filter(m -> isGap(m) || m.get("alert_id") != null).toList();
        }

        @Override
        public String position() {
            return messages()
                    .map(message -> message.get("cursor"))
                    .filter(cursor -> cursor != null)
                    .map(JsonNode::coerceStringValue)
                    .reduce("", (before, after) -> after);
        }

        private java.util.stream.Stream<JsonNode> messages() {
            return client.messages().stream().filter(m -> m.startsWith("{")).map(Person::json);
        }

        @Override
        public boolean ended() {
            return client.isEnded();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
