package dev.wardcast.eventlog.vitals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A sample as it lies in the queue: compact JSON with short keys, times as whole microseconds since
 * 1970 (what is finer is cut off). Keys that a newer writer adds are passed over.
 */
final class SampleCodec {

    private static final JsonFactory JSON =
            new JsonFactoryBuilder().rootValueSeparator("\n").build();

    private SampleCodec() {}

    /** A line for each; none ends with a line break. */
    static byte[] encode(List<Sample> samples) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(160 * samples.size());
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            for (Sample sample : samples) {
                write(json, sample);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Sample sample) throws IOException {
        json.writeStartObject();
        json.writeStringField("t", sample.type().wireName());
        json.writeStringField("p", sample.patientId());
        json.writeStringField("dt", sample.deviceType());
        json.writeStringField("d", sample.deviceId());
        json.writeArrayFieldStart("v");
        for (double value : sample.values()) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        json.writeNumberField("at", micros(sample.takenAt()));
        json.writeNumberField("rx", micros(sample.receivedAt()));
        if (sample.sequence().isPresent()) {
            json.writeNumberField("n", sample.sequence().getAsLong());
        }
        if (sample.trace() != null) {
            json.writeStringField("tp", sample.trace().traceparent());
        }
        json.writeEndObject();
    }

    /**
     * @throws UnreadableSampleException if this version can't make a sample of it, for instance
     *     because a newer writer knows one more vital sign
     */
    static Sample decode(byte[] text, int from, int length) {
        Draft draft = new Draft();
        try (JsonParser json = JSON.createParser(text, from, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnreadableSampleException("not an object", null);
            }
            for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
                json.nextToken();
                draft.take(key, json);
            }
            return draft.toSample();
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableSampleException("not a sample", e);
        }
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /** What is known while the keys come in whatever order. */
    private static final class Draft {
        private @Nullable VitalType type;
        private @Nullable String patientId;
        private @Nullable String deviceType;
        private @Nullable String deviceId;
        private @Nullable Instant takenAt;
        private @Nullable Instant receivedAt;
        private @Nullable TraceContext trace;
        private OptionalLong sequence = OptionalLong.empty();
        private final List<Double> values = new ArrayList<>(2);

        void take(String key, JsonParser json) throws IOException {
            switch (key) {
                case "t" -> type = VitalType.ofWireName(json.getText()).orElse(null);
                case "p" -> patientId = json.getText();
                case "dt" -> deviceType = json.getText();
                case "d" -> deviceId = json.getText();
                case "at" -> takenAt = Instant.EPOCH.plus(json.getLongValue(), ChronoUnit.MICROS);
                case "rx" ->
                        receivedAt = Instant.EPOCH.plus(json.getLongValue(), ChronoUnit.MICROS);
                case "tp" -> trace = TraceContext.parse(json.getText());
                case "n" -> sequence = OptionalLong.of(json.getLongValue());
                case "v" -> {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        values.add(json.getDoubleValue());
                    }
                }
                default -> json.skipChildren();
            }
        }

        Sample toSample() {
            if (type == null
                    || patientId == null
                    || deviceType == null
                    || deviceId == null
                    || takenAt == null
                    || receivedAt == null) {
                throw new IllegalArgumentException("a key is missing or has an unknown value");
            }
            return new Sample(
                            deviceType,
                            deviceId,
                            patientId,
                            type,
                            values,
                            takenAt,
                            receivedAt,
                            sequence)
                    .in(trace);
        }
    }

    /** The entry is not for this version of the software. */
    static final class UnreadableSampleException extends RuntimeException {
        UnreadableSampleException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
