package dev.wardcast.eventlog.follow;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of readings that are published together, with every kind of Redis. */
abstract class ReadingsContract {

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<String> patients =
            IntStream.range(0, 20).mapToObj(i -> run + "-" + i).toList();
    private final List<Room> rooms = patients.stream().<Room>map(Room.PatientVitals::new).toList();
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
                int number = 2 * i * patients.size();
                List<Entry> pair = List.of(reading(number), reading(number + patients.size()));
                fixture.publishReadings(pair);
                pair.forEach(each -> expected.add(LogFixture.idOf(each)));
            }
            await().untilAsserted(() -> assertEquals(expected, follower.ids()));
        }
    }

    @Test
    void whoever_comes_and_goes_while_readings_are_published_gets_each_once() throws Exception {
        AtomicInteger published = new AtomicInteger(2 * patients.size());
        AtomicBoolean over = new AtomicBoolean();
        Room room = rooms.getFirst();
        RoomHub hub = fixture.node();
        RecordingFollower first =
                RecordingFollower.of(hub, Set.of(room), Optional.empty()).awaitStarted();
        publish(0, 2 * patients.size());
        await().until(() -> first.ids().size() == 2);
        first.close();
        List<String> got = new ArrayList<>(first.ids());
        Position seen = first.position();
        Thread device =
                Thread.ofVirtual()
                        .start(() -> {
                            Random sizes = new Random(3);
                            while (!over.get()) {
                                int size = 1 + sizes.nextInt(200);
                                publish(published.get(), published.get() + size);
                                published.addAndGet(size);
                            }
                        });
        for (int i = 0; i < 12; i++) {
            if (i % 2 == 0) {
                await().until(() -> !fixture.isHeard(room));
            }
            int away = published.get() + 2_000;
            await().until(() -> published.get() >= away);
            RecordingFollower back = RecordingFollower.of(hub, Set.of(room), Optional.of(seen));
            await().until(() -> back.caughtUp && back.ids().size() > 100);
            back.close();
            assertTrue(back.gaps.isEmpty());
            got.addAll(back.ids());
            seen = back.position();
        }
        over.set(true);
        device.join();
        try (RecordingFollower last = RecordingFollower.of(hub, Set.of(room), Optional.of(seen))) {
            List<String> expected = idsOfRoom(0, published.get(), 0);
            await().untilAsserted(() -> {
                List<String> all = new ArrayList<>(got);
                all.addAll(last.ids());
                assertEquals(expected, all);
            });
        }
    }

    @Test
    void a_device_that_changes_its_patient_is_in_one_room_and_each_patient_in_another() {
        String one = patients.getFirst();
        String two = patients.getLast();
        String device = "d-" + run;
        List<Room> three =
                List.of(
                        new Room.PatientVitals(one),
                        new Room.PatientVitals(two),
                        new Room.Device("monitor", device));
        List<Entry> all =
                IntStream.range(0, 400)
                        .mapToObj(i -> LogFixture.entry(i / 50 % 2 == 0 ? one : two, device, i))
                        .toList();
        RecordingFollower first =
                RecordingFollower.of(fixture.node(), three, Optional.empty()).awaitStarted();
        first.close();
        await().until(() -> three.stream().noneMatch(fixture::isHeard));
        fixture.publishReadings(all.subList(0, 320));
        try (RecordingFollower back =
                RecordingFollower.of(fixture.node(), three, Optional.of(first.position()))) {
            await().until(() -> back.caughtUp);
            fixture.publishReadings(all.subList(320, 400));
            await().until(() -> back.events.size() == 800);
            for (String patient : List.of(one, two)) {
                assertEquals(
                        all.stream()
                                .filter(each -> each.sample().patientId().equals(patient))
                                .map(LogFixture::idOf)
                                .toList(),
                        idsOf(new Room.PatientVitals(patient), back));
            }
            assertEquals(
                    all.stream().map(each -> "v0-" + each.id() + "-d").toList(),
                    idsOf(three.getLast(), back));
            assertTrue(back.gaps.isEmpty());
        }
    }

    private void publish(int from, int to) {
        fixture.publishReadings(IntStream.range(from, to).mapToObj(this::reading).toList());
    }

    private Entry reading(int number) {
        return LogFixture.entry(patients.get(number % patients.size()), number);
    }

    private void awaitAll(RecordingFollower follower, int from, int to) {
        for (Room room : rooms) {
            int place = rooms.indexOf(room);
            List<String> expected = idsOfRoom(from, to, place);
            await().untilAsserted(() -> assertEquals(expected, idsOf(room, follower)));
        }
    }

    private List<String> idsOfRoom(int from, int to, int place) {
        return IntStream.range(from, to)
                .filter(i -> i % rooms.size() == place)
                .mapToObj(i -> LogFixture.idOf(reading(i)))
                .toList();
    }

    private static List<String> idsOf(Room room, RecordingFollower follower) {
        return new ArrayList<>(follower.events)
                .stream()
                        .filter(event -> event.room().equals(room.name()))
                        .map(LogEvent::id)
                        .toList();
    }
}
