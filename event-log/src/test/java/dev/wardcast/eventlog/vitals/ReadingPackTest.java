package dev.wardcast.eventlog.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingPackTest {

    private static final String PATIENT = "patient-1";
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 128})
    void what_comes_out_is_what_would_have_been_published(int count) {
        List<Entry> entries = IntStream.range(0, count).mapToObj(ReadingPackTest::entry).toList();
        for (ReadingEvents kind : ReadingEvents.values()) {
            LogEvent pack = stored(kind, pack(entries));
            assertTrue(ReadingPack.isPack(pack));
            List<LogEvent> events = ReadingPack.events(0, pack, 0);
            assertEquals(count, events.size());
            for (int i = 0; i < count; i++) {
                LogEvent event = events.get(i);
                byte[] published = LogEvent.encode(kind.event(3, entries.get(i)));
                LogEvent expected =
                        LogEvent.stored(
                                0,
                                pack.room(),
                                "e",
                                1_000 - count + 1 + i,
                                event.before(),
                                published);
                assertEquals(expected.toString(), event.toString());
                assertArrayEquals(expected.dataBytes(), event.dataBytes());
                assertEquals(expected.collapseKey(), event.collapseKey());
                assertEquals(expected.atMillis(), event.atMillis());
                assertEquals(expected.takeTrace(), event.takeTrace());
                assertEquals(i == 0 ? 17 : event.clock() - 1, event.before());
            }
        }
    }

    @Test
    void many_readings_of_a_device_take_a_tenth_of_the_room() {
        List<Entry> entries = IntStream.range(0, 100).mapToObj(ReadingPackTest::entry).toList();
        int alone =
                entries.stream()
                        .mapToInt(e -> LogEvent.encode(ReadingEvents.OF_PATIENT.event(3, e)).length)
                        .sum();
        assertTrue(pack(entries).length < alone / 10, pack(entries).length + " of " + alone);
    }

    @Test
    void whoever_has_read_some_of_it_gets_the_rest() {
        List<Entry> entries = IntStream.range(0, 10).mapToObj(ReadingPackTest::entry).toList();
        LogEvent pack = stored(ReadingEvents.OF_DEVICE, pack(entries));
        List<LogEvent> rest = ReadingPack.events(0, pack, 997);
        assertEquals(List.of(998L, 999L, 1_000L), rest.stream().map(LogEvent::clock).toList());
        assertEquals(List.of(997L, 998L, 999L), rest.stream().map(LogEvent::before).toList());
        assertTrue(rest.getLast().id().endsWith("-9-d"));
    }

    /** For instance because a newer writer knows one more vital sign. */
    @Test
    void a_pack_with_a_reading_that_is_not_known_here_is_refused_whole() {
        String body = new String(pack(List.of(entry(0), entry(1), entry(2))), UTF_8);
        refused(body.replaceFirst("heart_rate", "heart_size"));
        refused(body.replaceFirst("\\[60.0\\]", "{}"));
    }

    @Test
    void readings_of_another_room_are_given_to_nobody() {
        Entry other = new Entry("1-1", Samples.heartRate("patient-2", 60));
        refused(new String(pack(List.of(entry(0), other)), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "[]",
                "{\"deflated\":\"AAAA\"}",
                "{\"deflated\":7}",
                "{\"ids\":7}",
                "{\"of\":0,\"ids\":[\"1-1\"],\"readings\":{}}",
                "{\"of\":0,\"ids\":[\"1-1\"],\"readings\":[]}"
            })
    void a_broken_pack_is_refused_and_not_taken_for_an_empty_one(String data) {
        refused("v0-1-1 readings.packed 0 -\n" + data);
    }

    @Test
    void a_pack_with_more_readings_than_there_is_room_for_is_refused() {
        List<Entry> entries = IntStream.range(0, 984).mapToObj(ReadingPackTest::entry).toList();
        refused(new String(pack(entries), UTF_8));
    }

    private static void refused(String pack) {
        LogEvent stored = stored(ReadingEvents.OF_PATIENT, pack.getBytes(UTF_8));
        assertThrows(IllegalArgumentException.class, () -> ReadingPack.events(0, stored, 0));
    }

    private static byte[] pack(List<Entry> entries) {
        try (ReadingPack.Writer writer = new ReadingPack.Writer()) {
            // One writer makes many.
            writer.pack(2, entries.reversed());
            return writer.pack(3, entries);
        }
    }

    private static LogEvent stored(ReadingEvents kind, byte[] pack) {
        return LogEvent.stored(0, kind.room(entry(0).sample()).name(), "e", 1_000, 17, pack);
    }

    private static Entry entry(int number) {
        Sample sample = Samples.heartRate(PATIENT, 60 + number % 50, number);
        return new Entry(
                "1767051000000-" + number,
                number % 3 == 0 ? sample.in(TraceContext.parse(TRACE)) : sample);
    }
}
