package dev.wardcast.gateway.websocket;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client says. {@code type} is one of {@code subscribe unsubscribe ping refresh ack pause
 * resume leads decimation}; the rest belongs to one or the other of them.
 */
record ClientMessage(
        String type,
        @Nullable String room,
        @Nullable String cursor,
        @Nullable String token,
        @Nullable String alertId,
        @Nullable String patientId,
        @Nullable String status,
        @Nullable String note,
        @Nullable List<String> leads,
        @Nullable Integer factor) {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Set<String> FIELDS =
            Set.of("type", "room", "cursor", "token", "alert_id", "patient_id", "status", "note");

    /**
     * Reads one JSON object and nothing else. What is said decides who is told what about patients,
     * so nothing is guessed: each field is there once, and ours are text, but for the names of
     * {@code leads} and the number {@code factor}. Others are passed over.
     *
     * @throws IOException if it is anything else
     */
    static ClientMessage parse(String text) throws IOException {
        Map<String, @Nullable String> found = new HashMap<>();
        List<String> leads = null;
        Integer factor = null;
        try (JsonParser parser = JSON.createParser(text)) {
            expect(parser, parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("leads")) {
                    leads = names(parser);
                } else if (name.equals("factor")) {
                    expect(parser, value == JsonToken.VALUE_NUMBER_INT);
                    factor = parser.getIntValue();
                } else if (!FIELDS.contains(name)) {
                    parser.skipChildren();
                } else if (value != JsonToken.VALUE_NULL) {
                    expect(parser, value == JsonToken.VALUE_STRING);
                    found.put(name, parser.getText());
                }
            }
            expect(parser, parser.currentToken() == JsonToken.END_OBJECT);
            expect(parser, parser.nextToken() == null);
            String type = found.get("type");
            if (type == null) {
                throw new JsonParseException(parser, "type is missing");
            }
            return new ClientMessage(
                    type,
                    found.get("room"),
                    found.get("cursor"),
                    found.get("token"),
                    found.get("alert_id"),
                    found.get("patient_id"),
                    found.get("status"),
                    found.get("note"),
                    leads,
                    factor);
        }
    }

    private static List<String> names(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken() == JsonToken.START_ARRAY);
        List<String> names = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, parser.currentToken() == JsonToken.VALUE_STRING);
            names.add(parser.getText());
        }
        return names;
    }

    private static void expect(JsonParser parser, boolean holds) throws IOException {
        if (!holds) {
            throw new JsonParseException(parser, "not one object with text in its fields");
        }
    }

    @Override
    public String toString() {
        // The token and the note do not belong in a log line.
        return "message of type " + type;
    }
}
