package dev.wardcast.eventlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A look into the data of an event, which is otherwise passed on as it is. */
public final class EventData {

    private static final JsonFactory JSON = new JsonFactory();

    private EventData() {}

    /**
     * The text of a field of the object itself, not of one inside it; empty if there is none, or it
     * is no text.
     */
    public static String text(byte[] json, String field) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(field);
                JsonToken value = parser.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING ? parser.getText() : "";
                }
                parser.skipChildren();
            }
            return "";
        } catch (IOException malformed) {
            return "";
        }
    }
}
