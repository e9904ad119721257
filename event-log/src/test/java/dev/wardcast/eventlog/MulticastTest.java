package dev.wardcast.eventlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MulticastTest {

    private static final byte[] DATA = "{}".getBytes(StandardCharsets.UTF_8);

    private static Multicast to(List<Room> rooms) {
        return Multicast.once("e1", rooms, EventType.USER_MESSAGE, Instant.EPOCH, DATA);
    }

    private static List<Room> users(int count) {
        return IntStream.range(0, count).<Room>mapToObj(i -> new Room.User("u" + i)).toList();
    }

    @Test
    void it_has_at_least_one_room_and_no_more_than_one_step_of_redis_should_take() {
        assertEquals(256, to(users(256)).rooms().size());
        assertThrows(IllegalArgumentException.class, () -> to(List.of()));
        assertThrows(IllegalArgumentException.class, () -> to(users(257)));
    }

    @Test
    void no_room_is_told_twice() {
        Room room = new Room.User("u");
        assertThrows(IllegalArgumentException.class, () -> to(List.of(room, room)));
    }

    @Test
    void a_reading_is_for_one_room() {
        NewEvent reading =
                NewEvent.reading(
                        "e1", users(1).getFirst(), EventType.USER_SIGNAL, Instant.EPOCH, DATA, "k");
        assertThrows(IllegalArgumentException.class, () -> Multicast.of(reading));
    }

    @Test
    void its_event_is_of_its_first_room() {
        NewEvent event = to(users(1)).event();
        assertThrows(
                IllegalArgumentException.class,
                () -> new Multicast(event, List.of(new Room.User("somebody-else"))));
    }
}
