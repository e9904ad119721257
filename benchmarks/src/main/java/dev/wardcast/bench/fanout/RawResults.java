package dev.wardcast.bench.fanout;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Every single measurement, for those who want to count for themselves. */
final class RawResults {

    private RawResults() {}

    static String json(List<Measurement> results) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (Measurement result : results) {
                write(json, result);
            }
            json.writeEndArray();
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Measurement result) throws IOException {
        json.writeStartObject();
        json.writeStringField("scenario", result.scenario().key());
        json.writeStringField("transport", result.transport().name());
        json.writeStringField("server", result.contender().label());
        json.writeNumberField("round", result.round());
        json.writeNumberField("connections", result.connections());
        json.writeNumberField("rooms", result.rooms());
        for (Map.Entry<Metric, Double> value : result.values().entrySet()) {
            json.writeNumberField(value.getKey().key(), value.getValue());
        }
        json.writeEndObject();
    }
}
