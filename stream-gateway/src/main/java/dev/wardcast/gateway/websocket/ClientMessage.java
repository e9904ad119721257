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
 *
 * @param objection to a field that is not what it should be, by which the message can't be carried
 *     out: its name and what is expected
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
        @Nullable Integer factor,
        @Nullable String objection) {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Set<String> FIELDS =
            Set.of("type", "room", "cursor", "token", "alert_id", "patient_id", "status", "note");

    /**
     * Reads one JSON object and nothing else. What is said decides who is told what about patients,
     * so nothing is guessed: each field is there at most once, and ours are text, but for the names
     * of {@code leads} and the number {@code factor}. A message with a field of another kind has an
     * objection. {@code null} is as if the field were not there; fields that are not ours are
     * passed over.
     *
     * @throws IOException if it is anything else, or has no type
     */
    static ClientMessage parse(String text) throws IOException {
        Map<String, @Nullable String> found = new HashMap<>();
        List<String> leads = null;
        Integer factor = null;
        String objection = null;
        try (JsonParser parser = JSON.createParser(text)) {
            expect(parser, parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_NULL) {
                    continue;
                }
                if (name.equals("leads")) {
                    leads = names(parser);
                    objection = leads == null ? "leads (expected: an array of names)" : objection;
                } else if (name.equals("factor")) {
                    factor = number(parser);
                    objection = factor == null ? "factor (expected: a whole number)" : objection;
                } else if (FIELDS.contains(name) && value == JsonToken.VALUE_STRING) {
                    found.put(name, parser.getText());
                } else {
                    if (FIELDS.contains(name)) {
                        objection = name + " (expected: text)";
                    }
                    parser.skipChildren();
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
                    factor,
                    objection);
        }
    }

    /** {@code null} if it is anything else. */
    private static @Nullable List<String> names(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return null;
        }
        List<String> names = new ArrayList<>();
        boolean texts = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, parser.currentToken() != null);
            texts &= parser.currentToken() == JsonToken.VALUE_STRING;
            names.add(parser.getText());
            parser.skipChildren();
        }
        return texts ? names : null;
    }

    private static @Nullable Integer number(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() == JsonParser.NumberType.INT) {
            return parser.getIntValue();
        }
        parser.skipChildren();
        return null;
    }

    private static void expect(JsonParser parser, boolean holds) throws IOException {
        if (!holds) {
            throw new JsonParseException(parser, "not one object");
        }
    }

    @Override
    public String toString() {
        // The token and the note do not belong in a log line.
        return "message of type " + type;
    }
}
