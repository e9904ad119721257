package dev.wardcast.eventlog.vitals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Readings of a room that nobody listens to, as they lie in its buffer: not as the events that they
 * would be, but as they came from the queue, many of them deflated. Whoever reads them makes the
 * events. In a buffer it looks like one event, of a type that whoever knows no packs passes over:
 * {@code {"of":<partition of the queue>,"ids":[…],"readings":[…]}}, or {@code {"deflated":"<that,
 * in Base64>"}}.
 */
public final class ReadingPack {

    /** The type of the event that a pack looks like. No client ever gets one. */
    private static final String TYPE = "readings.packed";

    private static final JsonFactory JSON = new JsonFactory();

    /** Fewer are not worth it. */
    private static final int FEWEST_DEFLATED = 8;

    private static final int USUAL_READING = 180;

    private ReadingPack() {}

    /** Makes packs, one after the other. */
    static final class Writer implements AutoCloseable {

        private @Nullable Deflater deflater;

        byte[] pack(int partition, List<Entry> entries) {
            Entry last = entries.getLast();
            ByteArrayOutputStream bytes =
                    new ByteArrayOutputStream(64 + USUAL_READING * entries.size());
            String head =
                    "v"
                            + partition
                            + "-"
                            + last.id()
                            + " "
                            + TYPE
                            + " "
                            + last.sample().takenAt().toEpochMilli()
                            + " -\n";
            bytes.writeBytes(head.getBytes(US_ASCII));
            if (entries.size() < FEWEST_DEFLATED) {
                write(partition, entries, bytes);
            } else {
                ByteArrayOutputStream plain =
                        new ByteArrayOutputStream(USUAL_READING * entries.size());
                write(partition, entries, plain);
                bytes.writeBytes("{\"deflated\":\"".getBytes(US_ASCII));
                bytes.writeBytes(Base64.getEncoder().encode(deflated(plain.toByteArray())));
                bytes.writeBytes("\"}".getBytes(US_ASCII));
            }
            return bytes.toByteArray();
        }

        private static void write(int partition, List<Entry> entries, ByteArrayOutputStream to) {
            try (JsonGenerator json = JSON.createGenerator(to)) {
                json.writeStartObject();
                json.writeNumberField("of", partition);
                json.writeArrayFieldStart("ids");
                for (Entry entry : entries) {
                    json.writeString(entry.id());
                }
                json.writeEndArray();
                json.writeArrayFieldStart("readings");
                for (Entry entry : entries) {
                    SampleCodec.write(json, entry.sample());
                }
                json.writeEndArray();
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
            }
        }

        private byte[] deflated(byte[] plain) {
            Deflater zip = deflater;
            if (zip == null) {
                // To make one takes as long as to deflate some twenty readings.
                zip = new Deflater(Deflater.BEST_SPEED, true);
                deflater = zip;
            }
            zip.reset();
            zip.setInput(plain);
            zip.finish();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
            byte[] part = new byte[4096];
            while (!zip.finished()) {
                bytes.write(part, 0, zip.deflate(part));
            }
            return bytes.toByteArray();
        }

        @Override
        public void close() {
            if (deflater != null) {
                deflater.end();
            }
        }
    }

    /** Whether what stands in a buffer is a pack and no event. */
    public static boolean isPack(LogEvent stored) {
        return stored.type().equals(TYPE);
    }

    /**
     * The events of a pack, oldest first.
     *
     * @param pack with the clock of the last of them; its {@link LogEvent#before} is that of the
     *     event before the first one
     * @param after only those with a greater clock
     * @throws IllegalArgumentException if this version can't make each of them: it is broken, or a
     *     newer writer knows one more vital sign
     */
    public static List<LogEvent> events(int partition, LogEvent pack, long after) {
        Content content = Content.read(pack.dataBytes());
        int count = content.ids.size();
        if (count == 0
                || count != content.samples.size()
                || pack.clock() - count < pack.before()
                || content.samples.contains(null)) {
            throw new IllegalArgumentException("pack (expected: readings that are known here)");
        }
        List<LogEvent> events = new ArrayList<>(count);
        long before = pack.before();
        for (int i = 0; i < count; i++) {
            long clock = pack.clock() - count + 1 + i;
            if (clock > after) {
                Entry entry = new Entry(content.ids.get(i), content.samples.get(i));
                byte[] event = LogEvent.encode(kindOf(pack.room(), entry).event(content.of, entry));
                events.add(
                        LogEvent.stored(
                                partition, pack.room(), pack.epoch(), clock, before, event));
            }
            before = clock;
        }
        return events;
    }

    private static ReadingEvents kindOf(String room, Entry entry) {
        for (ReadingEvents kind : ReadingEvents.values()) {
            if (room.equals(kind.room(entry.sample()).name())) {
                return kind;
            }
        }
        throw new IllegalArgumentException("pack (expected: readings of its room)");
    }

    private static final class Content {
        private int of;
        private List<String> ids = List.of();
        private List<@Nullable Sample> samples = List.of();

        static Content read(byte[] pack) {
            try (JsonParser json = JSON.createParser(pack)) {
                json.nextToken();
                if ("deflated".equals(json.nextFieldName())) {
                    json.nextToken();
                    try (JsonParser inner = JSON.createParser(inflated(json.getBinaryValue()))) {
                        inner.nextToken();
                        inner.nextToken();
                        return of(inner);
                    }
                }
                return of(json);
            } catch (IOException e) {
                throw new IllegalArgumentException("pack (expected: JSON)", e);
            }
        }

        /**
         * @param json at the name of the first field
         */
        private static Content of(JsonParser json) throws IOException {
            Content content = new Content();
            while (json.currentToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "of" -> content.of = json.getIntValue();
                    case "ids" -> content.ids = ids(json);
                    case "readings" -> content.samples = SampleCodec.array(json);
                    default -> json.skipChildren();
                }
                json.nextToken();
            }
            return content;
        }

        private static List<String> ids(JsonParser json) throws IOException {
            List<String> ids = new ArrayList<>();
            SampleCodec.requireArray(json);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                ids.add(json.getText());
            }
            return ids;
        }

        private static byte[] inflated(byte[] deflated) throws IOException {
            Inflater zip = new Inflater(true);
            try (InputStream plain =
                    new InflaterInputStream(new ByteArrayInputStream(deflated), zip)) {
                return plain.readAllBytes();
            } finally {
                zip.end();
            }
        }
    }
}
