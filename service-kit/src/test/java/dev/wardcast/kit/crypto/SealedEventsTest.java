package dev.wardcast.kit.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SealedEventsTest {

    private static final byte[] DATA = "{\"text\":\"come at once\"}".getBytes(UTF_8);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final String key = "k1:" + AesKey.random();
    private final AesVault vault = new AesVault(new VaultSettings(List.of(key), null, null));
    private final SealedEvents events = events(key);

    private SealedEvents events(String... keys) {
        return new SealedEvents(new AesVault(new VaultSettings(List.of(keys), null, null)), meters);
    }

    private static NewEvent event(String id, String user) {
        return NewEvent.once(
                id, new Room.User(user), EventType.USER_NOTIFICATION, Instant.now(), DATA);
    }

    private double unreadable() {
        return meters.get("wardcast.vault.unreadable.events").counter().count();
    }

    @Test
    void a_sealed_event_shows_nothing_and_opens_in_its_room_as_it_was() {
        NewEvent sealed = events.seal(event("e1", "ann"));
        assertFalse(new String(sealed.data(), UTF_8).contains("come"));
        assertEquals("user:ann", sealed.room().name());
        assertArrayEquals(DATA, events.open("user:ann", "e1", sealed.data()));
        assertEquals(0, unreadable());
    }

    @Test
    void data_that_was_never_sealed_passes_untouched() {
        for (String plain : new String[] {"{}", "{\"sealed\":true}", "{\"sealed\":\"v2.x\"}"}) {
            byte[] data = plain.getBytes(UTF_8);
            assertSame(data, events.open("user:ann", "e1", data));
        }
    }

    @Test
    void what_can_not_be_opened_is_said_and_counted() {
        NewEvent sealed = events.seal(event("e1", "ann"));
        String said = "{\"type\":\"unreadable\",\"id\":\"e2\"}";
        assertEquals(said, new String(events.open("user:ann", "e2", sealed.data()), UTF_8));
        events.open("user:bob", "e1", sealed.data());
        events().open("user:ann", "e1", sealed.data());
        assertEquals(3, unreadable());
    }

    @Test
    void one_for_a_group_opens_in_that_groups_room_and_in_no_other() {
        NewEvent sealed =
                events.seal(
                        NewEvent.onceTo(
                                Set.of("ann", "ben"),
                                "c1",
                                null,
                                "e1",
                                EventType.USER_MESSAGE,
                                Instant.now(),
                                DATA));
        byte[] data = sealed.data();
        assertFalse(new String(data, UTF_8).contains("come"));
        assertEquals(Set.of("ann", "ben"), sealed.members());
        assertArrayEquals(DATA, events.open(sealed.room().name(), "e1", data));
        assertEquals(0, unreadable());
        events.open(Room.Group.of("c1", Set.of("ann", "bob"), null).name(), "e1", data);
        events.open("user:ann", "e1", data);
        assertEquals(2, unreadable());
    }

    @Test
    void what_the_release_before_sealed_for_many_rooms_opens_in_each_of_them_and_in_no_other()
            throws Exception {
        List<String> rooms = List.of("user:ann", "user:ben", "user:cal");
        ByteBuffer digests = ByteBuffer.allocate(6 * rooms.size());
        for (String room : rooms) {
            digests.put(MessageDigest.getInstance("SHA-256").digest(room.getBytes(UTF_8)), 0, 6);
        }
        String to = Base64.getUrlEncoder().withoutPadding().encodeToString(digests.array());
        String sealed = vault.seal(new String(DATA, UTF_8), SealedEvents.contextOfMany(to, "e1"));
        byte[] data = "{\"sealed\":\"%s\",\"to\":\"%s\"}".formatted(sealed, to).getBytes(UTF_8);
        for (String room : rooms) {
            assertArrayEquals(DATA, events.open(room, "e1", data));
        }
        assertEquals(0, unreadable());
        events.open("user:bob", "e1", data);
        events.open("user:ann", "e2", data);
        events.open("user:ann", "e1", new String(data, UTF_8).replace(to, "QQ").getBytes(UTF_8));
        assertEquals(3, unreadable());
    }
}
