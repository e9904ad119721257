package dev.wardcast.eventlog.follow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.DataOpener;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.LogReader.From;
import dev.wardcast.eventlog.follow.LogReader.Mark;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import dev.wardcast.eventlog.vitals.ReadingLog;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.testsupport.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readings that come together are one entry of a buffer, and nobody who reads it can tell. */
class TogetherTest {

    private static final String BROKEN = "v0-1-1 readings.packed 0 -\n{\"ids\":7}";
    private static final int FEWEST = 20;
    private static final int MOST = 200;

    private final String patient = "p-" + UUID.randomUUID();
    private final Room room = new Room.PatientVitals(patient);
    private LogFixture fixture = new LogFixture(TestServers.redisUrl(), LogFixture.options(1));
    private final Ear ear = new Ear(TestServers.redisUrl(), fixture.keys.channel(0, room.name()));
    private Listeners listeners = Listeners.NOBODY;
    private boolean listening;

    /** To the room, while it is filled: of that depends how it lies there. */
    private enum Listeners {
        NOBODY,
        SOMEBODY,
        NOW_AND_THEN
    }

    @AfterEach
    void close() throws Exception {
        ear.close();
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource
    void reading_may_begin_and_end_anywhere_in_what_came_together(Listeners who) {
        listeners = who;
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

    @Test
    void what_was_made_ready_before_somebody_came_or_went_is_told_to_whoever_is_there() {
        ReadingLog.Prepared packed = fixture.readings.prepare(0, entries(0, 300));
        ear.listen();
        join(packed.publish());
        await().untilAsserted(() -> assertEquals(idsOf(0, 300), ear.heard()));

        ReadingLog.Prepared asEvents = fixture.readings.prepare(0, entries(300, 600));
        ear.stop();
        join(asEvents.publish());
        assertEquals(idsOf(0, 600), idsOf(after(0, 1_000).events()));

        ear.listen();
        fixture.publishReadings(entries(600, 601));
        await().untilAsserted(() -> assertEquals(301, ear.heard().size()));
        assertEquals(idsOf(600, 601).getFirst(), ear.heard().getLast());
        assertEquals(idsOf(0, 601), idsOf(after(0, 1_000).events()));
    }

    @Test
    void a_pack_that_nobody_can_read_is_a_gap_and_keeps_nothing_back() {
        Room other = LogFixture.room(patient);
        String alert = "alert-" + patient;
        RoomHub hub = fixture.node();
        RecordingFollower first =
                RecordingFollower.of(hub, List.of(room, other), Optional.empty()).awaitStarted();
        first.close();
        fixture.publishReadings(entries(0, 5));
        new UnheardLog(fixture.redis, fixture.keys).appendPack(room, 3, BROKEN);
        fixture.publishReadings(entries(5, 10));
        fixture.publish(other, alert);

        RoomReading read = after(0, 100);
        assertTrue(read.full(), "there is more");
        assertEquals(idsOf(0, 5), idsOf(read.events()));
        read = after(read.end(), 100);
        assertEquals(idsOf(5, 10), idsOf(read.events()));
        assertEquals(read.floor(), read.events().getFirst().before());
        RoomReading newest =
                join(reader().newest(List.of(room.name()), 100, Mark.NONE)).rooms().getFirst();
        assertEquals(idsOf(5, 10), idsOf(newest.events()));
        assertEquals(newest.floor(), newest.events().getFirst().before());

        try (LogFixture another = new LogFixture(TestServers.redisUrl(), fixture.options);
                RecordingFollower back =
                        RecordingFollower.of(
                                another.node(),
                                List.of(room, other),
                                Optional.of(first.position()))) {
            List<String> expected = new ArrayList<>(idsOf(0, 10));
            expected.add(alert);
            await().untilAsserted(() -> assertEquals(expected, back.ids()));
            assertEquals(1, back.gaps.size());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoever_follows_goes_on_after_more_than_can_be_read_at_once_and_nothing_of_it() {
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), List.of(room), Optional.empty())
                        .awaitStarted()) {
            UnheardLog unheard = new UnheardLog(fixture.redis, fixture.keys);
            for (int i = 0; i < 9; i++) {
                unheard.appendPack(room, 128, BROKEN);
            }
            fixture.publishReadings(entries(0, 5));
            await().untilAsserted(() -> assertEquals(idsOf(0, 5), follower.ids()));
            assertTrue(follower.gaps.size() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void events_are_counted_and_not_entries_where_a_buffer_is_long(Listeners who) throws Exception {
        listeners = who;
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

    @ParameterizedTest
    @EnumSource
    void the_newest_few_stay_however_old_and_however_many_came_together(Listeners who)
            throws Exception {
        listeners = who;
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
        if (listeners == Listeners.NOW_AND_THEN) {
            listening = !listening;
        } else {
            listening = listeners == Listeners.SOMEBODY;
        }
        if (listening) {
            ear.listen();
        } else {
            ear.stop();
        }
        fixture.publishReadings(entries(from, from + count));
        return idsOf(from, from + count);
    }

    private List<Entry> entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> LogFixture.entry(patient, i)).toList();
    }

    private List<String> idsOf(int from, int to) {
        return entries(from, to).stream().map(LogFixture::idOf).toList();
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
