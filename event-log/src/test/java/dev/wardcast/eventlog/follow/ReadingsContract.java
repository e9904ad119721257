package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of readings that are published together, with every kind of Redis. */
abstract class ReadingsContract {

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<Room> rooms =
            IntStream.range(0, 5)
                    .<Room>mapToObj(i -> new Room.PatientVitals(run + "-" + i))
                    .toList();
    private LogFixture fixture;

    abstract String uri();

    abstract int partitions();

    @BeforeEach
    void open() {
        fixture = new LogFixture(uri(), LogFixture.options(partitions()));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void readings_of_many_rooms_come_live_each_once_and_in_order() {
        RoomHub hub = fixture.node();
        try (RecordingFollower follower =
                RecordingFollower.of(hub, rooms, Optional.empty()).awaitStarted()) {
            publish(0, 300);
            awaitAll(follower, 0, 300);
            assertTrue(follower.gaps.isEmpty());
        }
    }

    @Test
    void whoever_comes_back_to_rooms_that_nobody_watched_gets_each_of_their_readings() {
        Position before;
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), rooms, Optional.empty()).awaitStarted()) {
            publish(0, 100);
            awaitAll(follower, 0, 100);
            before = follower.position();
        }
        try (LogFixture other = new LogFixture(uri(), LogFixture.options(partitions()))) {
            publish(100, 1_500);
            try (RecordingFollower back =
                    RecordingFollower.of(other.node(), rooms, Optional.of(before))) {
                awaitAll(back, 100, 1_500);
                assertTrue(back.gaps.isEmpty());
                publish(1_500, 1_600);
                awaitAll(back, 100, 1_600);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readings_and_single_events_keep_one_order_in_a_room() {
        Room room = rooms.getFirst();
        try (RecordingFollower follower =
                RecordingFollower.of(fixture.node(), Set.of(room), Optional.empty())
                        .awaitStarted()) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String alone = run + "-alone-" + i;
                fixture.publish(room, alone);
                expected.add(alone);
                List<NewEvent> pair = List.of(reading(room, 2 * i), reading(room, 2 * i + 1));
                join(pair);
                pair.forEach(each -> expected.add(each.id()));
            }
            await().untilAsserted(() -> assertEquals(expected, follower.ids()));
        }
    }

    @Test
    void what_may_be_taken_only_once_is_no_reading() {
        NewEvent alert = LogFixture.event(rooms.getFirst(), "a");
        assertThrows(
                IllegalArgumentException.class, () -> fixture.log.publishReadings(List.of(alert)));
    }

    private void publish(int from, int to) {
        join(
                IntStream.range(from, to)
                        .mapToObj(i -> reading(rooms.get(i % rooms.size()), i))
                        .toList());
    }

    private void join(List<NewEvent> readings) {
        fixture.log
                .publishReadings(readings)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private NewEvent reading(Room room, int number) {
        return NewEvent.reading(
                run + "-" + number,
                room,
                EventType.PATIENT_VITALS_UPDATE,
                Instant.now(),
                ("{\"n\":" + number + "}").getBytes(UTF_8),
                "m:" + number);
    }

    private void awaitAll(RecordingFollower follower, int from, int to) {
        for (Room room : rooms) {
            int place = rooms.indexOf(room);
            List<String> expected =
                    IntStream.range(from, to)
                            .filter(i -> i % rooms.size() == place)
                            .mapToObj(i -> run + "-" + i)
                            .toList();
            await().untilAsserted(() -> assertEquals(expected, idsOf(room, follower)));
        }
    }

    private static List<String> idsOf(Room room, RecordingFollower follower) {
        return new ArrayList<>(follower.events)
                .stream()
                        .filter(event -> event.room().equals(room.name()))
                        .map(LogEvent::id)
                        .toList();
    }
}
