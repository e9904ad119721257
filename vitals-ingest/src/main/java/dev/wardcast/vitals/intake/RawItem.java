package dev.wardcast.vitals.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.vitals.VitalType;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One item as it was posted: the fields that we know, whatever their types. The parser stands on
 * its first token before, on its last one after; so the next item can always be read.
 *
 * @param isObject whether the item was an object at all
 * @param fields what was there; {@code null} in JSON counts as absent
 * @param values the numbers in {@code values}, by name, as far as the names are known
 */
record RawItem(boolean isObject, Map<Field, Token> fields, Map<String, Token> values) {

    enum Field {
        DEVICE_TYPE("device_type"),
        DEVICE_ID("device_id"),
        PATIENT_ID("patient_id"),
        DATA_TYPE("data_type"),
        VALUES("values"),
        TIMESTAMP("timestamp"),
        SEQUENCE("sequence");

        private static final Map<String, Field> BY_NAME =
                Stream.of(values()).collect(Collectors.toMap(Field::wireName, field -> field));

        private final String wireName;

        Field(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    /** A value of whatever type. */
    sealed interface Token {
        Token OBJECT = new Other("an object");

        record Text(String text) implements Token {}

        /**
         * @param value infinite where the text is beyond a double
         * @param whole whether it was written without fraction or exponent and fits a long
         * @param asLong its exact value, where it is whole
         */
        record Number(double value, boolean whole, long asLong) implements Token {}

        /** Anything else; {@code kind} is for people to read. */
        record Other(String kind) implements Token {}
    }

    /** In {@code values} of a vital sign that is one number. */
    static final String ANY_VALUE = "value";

    private static final Set<String> VALUE_NAMES =
            Stream.concat(
                            Stream.of(ANY_VALUE),
                            Stream.of(VitalType.values())
                                    .flatMap(type -> type.fields().stream())
                                    .map(VitalType.Field::name))
                    .collect(Collectors.toUnmodifiableSet());

    static RawItem read(JsonParser json) throws IOException {
        Map<Field, Token> fields = new EnumMap<>(Field.class);
        Map<String, Token> values = new HashMap<>(4);
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return new RawItem(false, fields, values);
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            Field field = Field.BY_NAME.get(name);
            if (field == null) {
                json.skipChildren();
            } else if (field == Field.VALUES && json.currentToken() == JsonToken.START_OBJECT) {
                fields.put(field, Token.OBJECT);
                values.clear();
                readValues(json, values);
            } else if (json.currentToken() == JsonToken.VALUE_NULL) {
                fields.remove(field);
            } else {
                fields.put(field, token(json));
            }
        }
        return new RawItem(true, fields, values);
    }

    private static void readValues(JsonParser json, Map<String, Token> values) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            if (VALUE_NAMES.contains(name) && token != JsonToken.VALUE_NULL) {
                values.put(name, token(json));
            } else {
                json.skipChildren();
            }
        }
    }

    private static Token token(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> new Token.Text(json.getText());
            case VALUE_NUMBER_FLOAT -> new Token.Number(json.getDoubleValue(), false, 0);
            case VALUE_NUMBER_INT -> {
                boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
                yield new Token.Number(json.getDoubleValue(), fits, fits ? json.getLongValue() : 0);
            }
            case VALUE_TRUE, VALUE_FALSE -> new Token.Other("true or false");
            case START_OBJECT -> {
                json.skipChildren();
                yield Token.OBJECT;
            }
            case START_ARRAY -> {
                json.skipChildren();
                yield new Token.Other("an array");
            }
            case VALUE_NULL -> new Token.Other("null");
            default -> throw new IllegalStateException("not a value: " + json.currentToken());
        };
    }
}
