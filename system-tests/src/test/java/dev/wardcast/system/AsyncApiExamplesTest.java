package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wardcast.eventlog.EventType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/asyncapi.yaml is whole, and right in itself. */
class AsyncApiExamplesTest {

    private static final AsyncApi API = new AsyncApi();

    @Test
    void every_message_has_examples_and_each_is_as_its_schema_says() {
        API.messages()
                .forEach((name, message) -> {
                    List<JsonNode> examples = API.examples(name);
                    assertFalse(examples.isEmpty(), name);
                    for (JsonNode example : examples) {
                        assertEquals(
                                List.of(),
                                API.mistakes(API.schemaOf(message), example),
                                name + " " + example);
                    }
                });
    }

    @Test
    void a_schema_is_no_rubber_stamp() {
        JsonNode alert = API.examples("alertRaised").getFirst();
        for (String field : List.of("alert_id", "tier", "timestamp", "recipients")) {
            var less = (com.fasterxml.jackson.databind.node.ObjectNode) alert.deepCopy();
            less.remove(field);
            assertFalse(API.isOneOf(List.of("AlertRaised"), less), field);
            less.put(field, 7);
            assertFalse(API.isOneOf(List.of("AlertRaised"), less), field);
        }
        var more = (com.fasterxml.jackson.databind.node.ObjectNode) alert.deepCopy();
        more.put("patient_name", "nobody");
        assertFalse(API.isOneOf(List.of("AlertRaised"), more));
    }

    @Test
    void every_reference_leads_somewhere_and_every_message_is_on_a_channel() {
        Set<String> referred = new TreeSet<>();
        for (JsonNode channel : API.document.path("channels")) {
            channel.path("messages").forEach(m -> referred.add(m.path("$ref").asText()));
        }
        Set<String> defined = new TreeSet<>();
        API.document
                .path("components")
                .path("messages")
                .fieldNames()
                .forEachRemaining(name -> defined.add("#/components/messages/" + name));
        assertEquals(defined, referred);
        for (String reference : API.document.findValuesAsText("$ref")) {
            assertFalse(API.document.at(reference.substring(1)).isMissingNode(), reference);
        }
    }

    @Test
    void no_event_of_the_log_that_clients_are_told_is_left_out() {
        Set<String> named = types("NamedEvent");
        Set<String> inRooms = types("RoomMessage");
        for (EventType type : EnumSet.complementOf(EnumSet.of(EventType.USER_GROUP))) {
            boolean ofAPerson = type.wireName().matches("(session|user)\\..*");
            assertTrue(ofAPerson || named.contains(type.wireName()), type.wireName());
            assertTrue(inRooms.contains(type.webSocketName()), type.webSocketName());
        }
    }

    @Test
    void each_type_of_event_has_its_example() {
        assertEquals(types("NamedEvent"), exampleTypes("namedEvent"));
        assertEquals(types("RoomMessage"), exampleTypes("roomMessage"));
    }

    private static Set<String> types(String schema) {
        JsonNode several = API.document.path("components").path("schemas").path(schema);
        Set<String> types = new TreeSet<>();
        several.path("oneOf")
                .forEach(one ->
                        types.add(one.path("properties").path("type").path("const").asText()));
        return types;
    }

    private static Set<String> exampleTypes(String message) {
        return Arrays.stream(API.examples(message).toArray(JsonNode[]::new))
                .map((Function<JsonNode, String>) example -> example.path("type").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
