package dev.wardcast.eventlog.follow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.follow.Backlog.Found;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A room's past in memory: what it covers, where it meets, what it says is lost. */
class BacklogTest {

    private static final String ROOM = "patient:1:alerts";
    private final Backlog backlog = new Backlog();

    /** Events at these clocks, each announced as following on the one before. */
    private static List<LogEvent> events(long before, long... clocks) {
        List<LogEvent> events = new ArrayList<>();
        long last = before;
        for (long clock : clocks) {
            byte[] entry =
                    ("id-" + clock + " patient.alert 0 -\n{}").getBytes(StandardCharsets.US_ASCII);
            events.add(LogEvent.stored(0, ROOM, "epoch1", clock, last, entry));
            last = clock;
        }
        return events;
    }

    private static RoomReading reading(long after, boolean full, List<LogEvent> events) {
        return new RoomReading(ROOM, after, true, 0, 0, events, full);
    }

    private void add(long after, long floor, boolean full, long readAt, List<LogEvent> events) {
        backlog.add(Chunk.of(reading(after, full, events), floor, readAt), floor);
    }

    private List<Long> clocksAfter(long clock) {
        Chunk chunk = assertInstanceOf(Found.Covered.class, backlog.find(clock)).chunk();
        return chunk.after(clock).stream().map(LogEvent::clock).toList();
    }

    @Test
    void what_was_read_serves_every_clock_within_it() {
        add(10, 0, true, 99, events(10, 20, 30, 40));
        assertEquals(List.of(20L, 30L, 40L), clocksAfter(10));
        assertEquals(List.of(30L, 40L), clocksAfter(25));
        assertEquals(List.of(40L), clocksAfter(30));
        assertInstanceOf(Found.Missing.class, backlog.find(9));
        assertInstanceOf(Found.Missing.class, backlog.find(40), "a full reading ends at its last");
    }

    @Test
    void where_nothing_could_be_read_it_is_lost_and_what_follows_is_still_to_be_read() {
        backlog.add(Chunk.of(new RoomReading(ROOM, 10, true, 0, 45, List.of(), true), 45, 99), 45);
        assertEquals(new Found.Lost(45), backlog.find(10));
        assertInstanceOf(Found.Missing.class, backlog.find(45));
    }

    @Test
    void a_reading_that_was_not_full_reaches_to_when_it_was_read() {
        add(10, 0, false, 99, events(10, 20));
        assertEquals(List.of(), clocksAfter(98));
        assertInstanceOf(Found.Missing.class, backlog.find(99));
    }

    @Test
    void readings_that_overlap_give_each_event_once() {
        add(30, 0, true, 99, events(30, 40, 50));
        add(10, 0, true, 99, events(10, 20, 30, 40));
        assertEquals(List.of(20L, 30L), clocksAfter(10));
        assertEquals(List.of(40L, 50L), clocksAfter(30));
        add(5, 0, true, 99, events(5, 10, 20, 30, 40, 50, 60));
        assertEquals(List.of(10L, 20L, 30L, 40L, 50L, 60L), clocksAfter(5));
        assertEquals(16 + 6, backlog.weight(), "what is inside another is not kept twice");
    }

    @Test
    void what_lies_before_the_floor_is_lost_unless_it_was_read_before() {
        add(10, 0, true, 99, events(10, 20, 30));
        add(40, 45, true, 99, events(45, 50, 60));
        assertEquals(List.of(30L), clocksAfter(20));
        assertEquals(45, assertInstanceOf(Found.Lost.class, backlog.find(35)).floor());
        assertEquals(List.of(50L, 60L), clocksAfter(45));
    }

    @Test
    void a_hole_in_what_was_read_is_found() {
        List<LogEvent> events = new ArrayList<>(events(10, 20, 30));
        events.addAll(events(40, 50, 60));
        assertEquals(40, Chunk.missingIn(reading(10, true, events)));
        assertEquals(0, Chunk.missingIn(reading(10, true, events(10, 20, 30))));
        assertEquals(15, Chunk.missingIn(reading(10, true, events(15, 20))));
        add(10, 40, true, 99, events);
        assertEquals(List.of(50L, 60L), clocksAfter(40));
        assertInstanceOf(Found.Lost.class, backlog.find(20));
    }

    @Test
    void the_next_reading_begins_where_the_hindmost_of_those_unserved_is() {
        List<String> served = new ArrayList<>();
        backlog.startLoading();
        backlog.await(50, () -> served.add("a"));
        backlog.await(20, () -> served.add("b"));
        backlog.await(5, () -> served.add("c"));
        backlog.await(35, () -> served.add("d"));
        add(10, 0, true, 99, events(10, 20, 30));
        assertEquals(5, backlog.lowestUnserved());
        add(5, 0, true, 99, events(5, 10));
        assertEquals(35, backlog.lowestUnserved());
        backlog.landed().forEach(Runnable::run);
        assertEquals(List.of("a", "b", "c", "d"), served);
        assertEquals(-1, backlog.lowestUnserved());
    }
}
