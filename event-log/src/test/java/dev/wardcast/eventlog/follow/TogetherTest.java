package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.DataOpener;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.LogReader.From;
import dev.wardcast.eventlog.follow.LogReader.Mark;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import dev.wardcast.eventlog.vitals.ReadingPack;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.testsupport.TestServers;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readings that come together are one entry of a buffer, and nobody who reads it can tell. */
class TogetherTest {

    private static final int FEWEST = 20;
    private static final int MOST = 200;

    private final String patient = "p-" + UUID.randomUUID();
    private final Room room = new Room.PatientVitals(patient);
    private LogFixture fixture = new LogFixture(TestServers.redisUrl(), LogFixture.options(1));

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void reading_may_begin_and_end_anywhere_in_what_came_together() {
        List<String> ids = new ArrayList<>();
        for (int size : List.of(1, 100, 2, 1, 130, 7)) {
            ids.addAll(publish(ids.size(), size));
        }
        List<LogEvent> all = after(0, 1_000).events();
        assertEquals(ids, idsOf(all));
        for (int i = 0; i < all.size(); i++) {
            long before = i == 0 ? 0 : all.get(i - 1).clock();
            assertEquals(before, all.get(i).before(), "each says which was before it");
            assertTrue(all.get(i).clock() > before);

            RoomReading some = after(all.get(i).clock(), 9);
            assertEquals(ids.subList(i + 1, Math.min(ids.size(), i + 10)), idsOf(some.events()));
            assertEquals(some.events().size() == 9, some.full());
        }
        for (int limit = 1; limit <= ids.size(); limit++) {
            List<LogEvent> newest = only(reader().newest(List.of(room.name()), limit, Mark.NONE));
            assertEquals(ids.subList(ids.size() - limit, ids.size()), idsOf(newest));
        }
    }

    /** As a gateway of the release before is, if one has to go back to it. */
    @Test
    void whoever_knows_no_packs_finds_that_something_is_missing() {
        publish(0, 1);
        publish(1, 30);
        List<StreamMessage<byte[], byte[]>> entries =
                join(
                        fixture.redis
                                .commands()
                                .xrange(
                                        Keys.bytes(fixture.keys.buffer(0, room.name())),
                                        Range.unbounded()));
        assertEquals(2, entries.size());
        for (StreamMessage<byte[], byte[]> entry : entries) {
            List<byte[]> fields = List.copyOf(entry.getBody().values());
            long clock = Long.parseLong(entry.getId().split("-")[0]);
            assertEquals(Long.toString(clock - 1), new String(fields.getFirst(), UTF_8));
            LogEvent looksLike =
                    LogEvent.stored(0, room.name(), "e", clock, clock - 1, fields.get(1));
            assertTrue(ReadingPack.isPack(looksLike));
            assertTrue(looksLike.data().matches("\\{[^\n\r]*\\}"), "can be told to a client");
        }
    }

    @Test
    void events_are_counted_and_not_entries_where_a_buffer_is_long() throws Exception {
        trimsTo(Duration.ofHours(1));
        Random sizes = new Random(5);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ids.addAll(publish(ids.size(), 1 + sizes.nextInt(12)));
            int left = after(0, 10_000).events().size();
            // It is trimmed after 32 events, and what came together goes together.
            assertTrue(left <= MOST + 32 + 12, "left: " + left);
            assertTrue(left >= Math.min(ids.size(), MOST - 12), "left: " + left);
        }
        keptAreTheNewest(ids);
    }

    @Test
    void the_newest_few_stay_however_old_and_however_many_came_together() throws Exception {
        trimsTo(Duration.ZERO);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ids.addAll(publish(ids.size(), 1 + i % 9));
            int left = after(0, 10_000).events().size();
            assertTrue(left >= Math.min(ids.size(), FEWEST), "left: " + left);
            assertTrue(left <= FEWEST + 32 + 9, "left: " + left);
        }
        keptAreTheNewest(ids);
    }

    private void keptAreTheNewest(List<String> ids) {
        RoomReading left = after(0, 10_000);
        int gone = ids.size() - left.events().size();
        assertTrue(gone > 0);
        assertEquals(ids.subList(gone, ids.size()), idsOf(left.events()));
        assertEquals(
                left.floor(), left.events().getFirst().before(), "whoever missed some is told");
    }

    private void trimsTo(Duration keepAll) throws Exception {
        LogOptions some = fixture.options;
        fixture.close();
        fixture =
                new LogFixture(
                        TestServers.redisUrl(),
                        new LogOptions(
                                1,
                                keepAll,
                                FEWEST,
                                MOST,
                                some.silentBuffer(),
                                some.silentRoom(),
                                some.recognise(),
                                some.ring(),
                                Duration.ofMillis(300),
                                Duration.ofMillis(300)));
    }

    private List<String> publish(int from, int count) {
        List<Entry> readings =
                IntStream.range(from, from + count)
                        .mapToObj(i -> LogFixture.entry(patient, i))
                        .toList();
        fixture.publishReadings(readings);
        return readings.stream().map(LogFixture::idOf).toList();
    }

    private RoomReading after(long clock, int limit) {
        return join(reader().after(List.of(new From(room.name(), clock)), limit, Mark.NONE))
                .rooms()
                .getFirst();
    }

    private static List<LogEvent> only(CompletionStage<LogReader.Reading> reading) {
        return join(reading).rooms().getFirst().events();
    }

    private LogReader reader() {
        return new LogReader(fixture.redis, fixture.keys, 0, DataOpener.NONE);
    }

    private static List<String> idsOf(List<LogEvent> events) {
        return events.stream().map(LogEvent::id).toList();
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
