package dev.wardcast.vitals.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.intake.Quoted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resources as JSON. Property names stay as FHIR spells them, which the application's do not. */
final class FhirJson {

    /** Far deeper than any resource that we take. */
    private static final int DEEPEST = 50;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    // Which of two values was meant, nobody can say.
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                    .build();

    private FhirJson() {}

    /**
     * The resource, whichever it is; its path is its type.
     *
     * @throws ProblemException 400 for what is not JSON, or no resource
     */
    static Element read(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw ProblemException.badRequest(
                    "empty_body", "The body is empty (expected: a resource)");
        }
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            Object value = value(json);
            if (json.nextToken() != null) {
                throw malformed("More text after the end", json.currentLocation());
            }
            if (value instanceof Map<?, ?> resource
                    && resource.get("resourceType") instanceof String type) {
                return new Element(value, Quoted.text(type));
            }
            throw ProblemException.badRequest(
                    "no_resource", "The body is not an object with a resourceType.");
        } catch (JsonProcessingException e) {
            throw malformed(Quoted.text(e.getOriginalMessage()), e.getLocation());
        } catch (IOException e) {
            throw ProblemException.badRequest("malformed_json", "The body is not text in UTF-8");
        }
    }

    private static ProblemException malformed(String what, @Nullable JsonLocation at) {
        String place =
                at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return ProblemException.badRequest(
                "malformed_json", "Malformed JSON" + place + ": " + what);
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> json.getBooleanValue();
            // A null in FHIR stands for what is not there.
            case null, default -> null;
        };
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            Object value = value(json);
            if (value != null) {
                object.put(name, value);
            }
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser json) throws IOException {
        List<@Nullable Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json));
        }
        return array;
    }

    static byte[] write(Map<String, ?> resource) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, resource);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> object -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : object.entrySet()) {
                    json.writeFieldName(entry.getKey().toString());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case List<?> array -> {
                json.writeStartArray();
                for (Object item : array) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Double number -> json.writeNumber(Quoted.number(number));
            case Boolean flag -> json.writeBoolean(flag);
            case Integer number -> json.writeNumber(number);
            default -> json.writeString(value.toString());
        }
    }
}
