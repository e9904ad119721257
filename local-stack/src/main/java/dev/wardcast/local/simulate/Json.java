package dev.wardcast.local.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.vitals.VitalType;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The little JSON that a device writes and reads. */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** The body of a post: an object for one reading, else an array. */
    static String post(Device device, List<DeviceClient.Numbered> readings) {
        return write(json -> {
            if (readings.size() != 1) {
                json.writeStartArray();
            }
            for (DeviceClient.Numbered numbered : readings) {
                reading(json, device, numbered);
            }
            if (readings.size() != 1) {
                json.writeEndArray();
            }
        });
    }

    private static void reading(JsonGenerator json, Device device, DeviceClient.Numbered numbered)
            throws IOException {
        Reading reading = numbered.reading();
        List<VitalType.Field> fields = reading.vital().fields();
        json.writeStartObject();
        json.writeStringField("device_type", device.type());
        json.writeStringField("device_id", device.id());
        json.writeStringField("patient_id", device.patientId());
        json.writeStringField("data_type", reading.vital().wireName());
        json.writeObjectFieldStart("values");
        for (int i = 0; i < fields.size(); i++) {
            json.writeNumberField(fields.get(i).name(), reading.values().get(i));
        }
        json.writeEndObject();
        json.writeStringField("timestamp", numbered.takenAt().toString());
        json.writeNumberField("sequence", numbered.sequence());
        json.writeEndObject();
    }

    /** A flat object. */
    static String object(Map<String, String> fields) {
        return write(json -> {
            json.writeStartObject();
            for (Map.Entry<String, String> field : new TreeMap<>(fields).entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            json.writeEndObject();
        });
    }

    /**
     * The first plain value with that name, at whatever depth; empty where there is none, or no
     * JSON at all.
     */
    static Optional<String> find(String text, String name) {
        try (JsonParser json = FACTORY.createParser(text)) {
            for (JsonToken token; (token = json.nextToken()) != null; ) {
                if (token.isScalarValue()
                        && token != JsonToken.VALUE_NULL
                        && name.equals(json.currentName())) {
                    return Optional.of(json.getText());
                }
            }
        } catch (IOException e) {
            // An answer that is no JSON has no such value either.
        }
        return Optional.empty();
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String write(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
