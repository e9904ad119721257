package dev.wardcast.gateway.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.presence.LocalPresence.Kind;
import dev.wardcast.gateway.stream.OpenStreams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalPresenceTest {

    private static final Kind SSE = new Kind("alerts", "sse");
    private static final Kind WEB_SOCKET = new Kind("rooms", "websocket");
    private static final Room ROOM = new Room.Patient("p1");

    private final LocalPresence local = new LocalPresence(new OpenStreams());

    @Test
    void two_connections_of_one_user_are_one_user_twice() {
        local.opened("u", SSE);
        local.joined("u", ROOM);
        local.opened("u", WEB_SOCKET);
        local.joined("u", ROOM);
        assertEquals(2, local.connections());
        assertEquals(1, local.userCount());
        assertEquals(Map.of("u", 2), local.inRoom(ROOM));
        assertEquals(Map.of("sse", 1L, "websocket", 1L), local.byTransport());

        local.left("u", ROOM);
        local.closed("u", SSE);
        assertEquals(Map.of("u", 1), local.inRoom(ROOM));
        assertEquals(Map.of("websocket", 1L), local.byTransport());
    }

    @Test
    void a_listener_hears_of_each_kind_once_whenever_it_came() {
        Map<Kind, LongAdder> heard = new HashMap<>();
        local.opened("u", SSE);
        local.onNewKind((kind, count) -> assertNull(heard.put(kind, count)));
        local.opened("u", SSE);
        local.opened("u", WEB_SOCKET);
        assertEquals(2, heard.get(SSE).sum());
        assertEquals(1, heard.get(WEB_SOCKET).sum());
    }

    @Test
    void a_key_that_changed_often_waits_once_and_the_oldest_change_comes_first() {
        Changes<String> changes = new Changes<>();
        List.of("a", "b", "a", "a", "b").forEach(changes::note);
        assertEquals("a", changes.take());
        changes.note("a");
        assertEquals("b", changes.take());
        assertEquals("a", changes.take());
        assertNull(changes.take());
        assertTrue(changes.isEmpty());
    }

    @Test
    void threads_that_come_and_go_at_once_leave_nobody_behind_and_hide_no_change()
            throws Exception {
        List<Room> rooms =
                IntStream.range(0, 5).<Room>mapToObj(i -> new Room.Patient("p" + i)).toList();
        Map<Room, Map<String, Integer>> mirror = new HashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            Future<?> mirroring =
                    threads.submit(() -> {
                        while (!done.get()) {
                            mirrorChanges(mirror);
                        }
                        mirrorChanges(mirror);
                    });
            Callable<Void> churn =
                    () -> {
                        for (int i = 0; i < 20_000; i++) {
                            String user = "u" + i % 7;
                            Room room = rooms.get(i % rooms.size());
                            local.opened(user, SSE);
                            local.joined(user, room);
                            local.left(user, room);
                            local.closed(user, SSE);
                        }
                        local.opened("last", SSE);
                        local.joined("last", ROOM);
                        return null;
                    };
            for (Future<Void> one : threads.invokeAll(List.of(churn, churn, churn))) {
                one.get();
            }
            done.set(true);
            mirroring.get();
        }
        assertEquals(Map.of("last", 3), local.byUser());
        assertEquals(Map.of(ROOM.name(), 3), local.byRoom());
        assertEquals(Map.of(ROOM, Map.of("last", 3)), mirror, "as a writer would have it");
    }

    private void mirrorChanges(Map<Room, Map<String, Integer>> mirror) {
        for (Room room = local.changedRooms().take();
                room != null;
                room = local.changedRooms().take()) {
            Map<String, Integer> now = local.inRoom(room);
            if (now.isEmpty()) {
                mirror.remove(room);
            } else {
                mirror.put(room, now);
            }
        }
    }
}
