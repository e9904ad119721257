package dev.wardcast.eventlog.vitals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.DataOpener;
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
            List<LogEvent> events = ReadingPack.events(0, pack, DataOpener.NONE);
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
    void a_reading_that_this_version_does_not_know_keeps_its_place() {
        String body = new String(pack(List.of(entry(0), entry(1), entry(2))), UTF_8);
        int second = body.indexOf("heart_rate", body.indexOf("heart_rate") + 1);
        String newer = body.substring(0, second) + "tomorrow__" + body.substring(second + 10);
        List<LogEvent> events =
                ReadingPack.events(
                        0,
                        stored(ReadingEvents.OF_PATIENT, newer.getBytes(UTF_8)),
                        DataOpener.NONE);
        assertEquals(
                List.of("patient.vitals.update", "reading.unknown", "patient.vitals.update"),
                events.stream().map(LogEvent::type).toList());
        assertEquals(List.of(17L, 998L, 999L), events.stream().map(LogEvent::before).toList());
        assertEquals("{}", events.get(1).data());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "[]",
                "{\"deflated\":\"AAAA\"}",
                "{\"deflated\":7}",
                "{\"of\":0,\"ids\":[\"1-1\"],\"readings\":[]}"
            })
    void a_broken_pack_is_refused_and_not_taken_for_an_empty_one(String data) {
        byte[] bytes = ("v0-1-1 readings.packed 0 -\n" + data).getBytes(UTF_8);
        LogEvent pack = stored(ReadingEvents.OF_PATIENT, bytes);
        assertThrows(
                IllegalArgumentException.class, () -> ReadingPack.events(0, pack, DataOpener.NONE));
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
