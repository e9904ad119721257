package dev.wardcast.eventlog.vitals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.TraceContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
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

    /** In a second. */
    private static final long MICROS = 1_000_000;

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

    static void write(JsonGenerator json, Sample sample) throws IOException {
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
     * Reads samples that were written together, with one parser for all: to make one takes as long
     * as to read a sample.
     *
     * @return for each line its sample; {@code null} where this version can't make one of it, for
     *     instance because a newer writer knows one more vital sign
     */
    static List<@Nullable Sample> decode(byte[] lines) {
        int count = 1;
        for (byte each : lines) {
            count += each == '\n' ? 1 : 0;
        }
        List<@Nullable Sample> samples = new ArrayList<>(count);
        try (JsonParser json = JSON.createParser(lines)) {
            while (json.nextToken() != null) {
                samples.add(sample(json));
            }
            if (samples.size() == count) {
                return samples;
            }
        } catch (IOException e) {
            // From here on nobody knows where the next one begins, but the lines do.
        }
        return lineByLine(lines, count);
    }

    /** As {@link #decode}, of an array at whose beginning the parser stands. */
    static List<@Nullable Sample> array(JsonParser json) throws IOException {
        requireArray(json);
        List<@Nullable Sample> samples = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            samples.add(sample(json));
        }
        return samples;
    }

    /** Whoever reads on to the end of what is no array never gets there. */
    static void requireArray(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new JsonParseException(json, "an array was expected");
        }
    }

    private static List<@Nullable Sample> lineByLine(byte[] lines, int count) {
        List<@Nullable Sample> samples = new ArrayList<>(count);
        int from = 0;
        for (int i = 0; i < count; i++) {
            int to = from;
            while (to < lines.length && lines[to] != '\n') {
                to++;
            }
            samples.add(line(lines, from, to - from));
            from = to + 1;
        }
        return samples;
    }

    private static @Nullable Sample line(byte[] lines, int from, int length) {
        try (JsonParser json = JSON.createParser(lines, from, length)) {
            return json.nextToken() == null ? null : sample(json);
        } catch (IOException e) {
            return null;
        }
    }

    /** From the beginning of a value to its end. */
    private static @Nullable Sample sample(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        Draft draft = new Draft();
        for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
            json.nextToken();
            draft.take(key, json);
        }
        return draft.toSample();
    }

    private static long micros(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
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
                case "at" -> takenAt = instant(json.getLongValue());
                case "rx" -> receivedAt = instant(json.getLongValue());
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

        @Nullable Sample toSample() {
            if (type == null
                    || patientId == null
                    || deviceType == null
                    || deviceId == null
                    || takenAt == null
                    || receivedAt == null) {
                return null;
            }
            try {
                return new Sample(
                        deviceType,
                        deviceId,
                        patientId,
                        type,
                        values,
                        takenAt,
                        receivedAt,
                        sequence,
                        trace);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
