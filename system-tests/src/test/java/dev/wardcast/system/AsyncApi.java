package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.wardcast.testsupport.SseClient;
import dev.wardcast.testsupport.WebSocketClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * docs/asyncapi.yaml, read strictly: clients pass over what they do not know, but what the services
 * say has to be in the document, so a field that no schema names is an error here.
 */
final class AsyncApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    final JsonNode document;
    private final Map<String, JsonSchema> schemas = new TreeMap<>();

    AsyncApi() {
        try {
            document =
                    new YAMLMapper()
                            .readTree(Processes.root().resolve("docs/asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeObjects(components());
    }

    private static void closeObjects(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(AsyncApi::closeObjects);
    }

    private JsonNode components() {
        return document.path("components").path("schemas");
    }

    /** Messages with JSON in them, by name. */
    Map<String, JsonNode> messages() {
        Map<String, JsonNode> messages = new TreeMap<>();
        document.path("components")
                .path("messages")
                .properties()
                .forEach(message -> {
                    if (!message.getValue().has("contentType")) {
                        messages.put(message.getKey(), message.getValue());
                    }
                });
        return messages;
    }

    String schemaOf(JsonNode message) {
        return name(message.path("payload").path("$ref").asText());
    }

    /** The payloads of a message's examples. */
    List<JsonNode> examples(String message) {
        List<JsonNode> payloads = new ArrayList<>();
        messages().get(message).path("examples").forEach(e -> payloads.add(e.path("payload")));
        return payloads;
    }

    /** The schemas of what a channel's messages say in JSON. */
    List<String> schemasOn(String channel) {
        List<String> names = new ArrayList<>();
        document.path("channels")
                .path(channel)
                .path("messages")
                .forEach(reference -> {
                    JsonNode message = messages().get(name(reference.path("$ref").asText()));
                    if (message != null) {
                        names.add(schemaOf(message));
                    }
                });
        return names;
    }

    /** What is wrong with it; nothing if it is as the schema says. */
    List<String> mistakes(String schema, JsonNode payload) {
        return schemas.computeIfAbsent(schema, this::compile).validate(payload).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** Whatever came on the channel is one of its messages, and there was something. */
    void assertKept(String channel, SseClient stream, int atLeast) {
        List<SseClient.Event> events = stream.events();
        assertTrue(events.size() >= atLeast, events.toString());
        events.forEach(event -> assertKept(channel, event.data()));
    }

    void assertKept(String channel, WebSocketClient socket) {
        assertFalse(socket.messages().isEmpty());
        socket.messages().forEach(message -> assertKept(channel, message));
    }

    private void assertKept(String channel, String text) {
        JsonNode said = json(text);
        ObjectNode bare = said.deepCopy();
        // A cursor is the transport's; over WebSocket it stands in the event itself.
        bare.remove("cursor");
        List<String> names = schemasOn(channel);
        assertTrue(isOneOf(names, said) || isOneOf(names, bare), channel + " " + text);
    }

    /** Whether it is as one of the schemas says. */
    boolean isOneOf(List<String> names, JsonNode payload) {
        return names.stream().anyMatch(name -> mistakes(name, payload).isEmpty());
    }

    private JsonSchema compile(String name) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("components").set("schemas", components());
        root.put("$ref", "#/components/schemas/" + name);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(root, CONFIG);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
