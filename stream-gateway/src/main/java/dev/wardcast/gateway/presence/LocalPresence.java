package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.OpenStreams;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/**
 * The connections of this node, counted as they come and go: by room and user, and by endpoint and
 * transport. Written on the streams' event loops, read from anywhere; a reading may be in the
 * middle of a change, but what is gone is never left behind.
 */
@Singleton
public final class LocalPresence implements OpenStreams.Watcher {

    /** By what connections differ in metrics. */
    public record Kind(String endpoint, String transport) {}

    private static final ConcurrentHashMap<String, Integer> NOBODY = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Room, ConcurrentHashMap<String, Integer>> rooms =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> users = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Kind, LongAdder> kinds = new ConcurrentHashMap<>();
    private final List<BiConsumer<Kind, LongAdder>> kindListeners = new CopyOnWriteArrayList<>();
    private final LongAdder connections = new LongAdder();
    private final Changes<Room> changedRooms = new Changes<>();
    private final Changes<String> changedUsers = new Changes<>();

    LocalPresence(OpenStreams open) {
        open.watch(this);
    }

    // --- coming and going; on the streams' loops

    @Override
    public void opened(ClientStream stream) {
        opened(stream.caller().userId(), kindOf(stream));
    }

    @Override
    public void closed(ClientStream stream) {
        closed(stream.caller().userId(), kindOf(stream));
    }

    @Override
    public void joined(ClientStream stream, Room room) {
        if (room instanceof Room.Group) {
            // Nobody asks for it; who takes part in a conversation is asked by user.
            return;
        }
        joined(stream.caller().userId(), room);
    }

    @Override
    public void left(ClientStream stream, Room room) {
        if (room instanceof Room.Group) {
            return;
        }
        left(stream.caller().userId(), room);
    }

    private static Kind kindOf(ClientStream stream) {
        return new Kind(stream.request().endpoint(), stream.request().wire().transport());
    }

    void opened(String user, Kind kind) {
        connections.increment();
        count(kind).increment();
        users.merge(user, 1, Integer::sum);
        changedUsers.note(user);
    }

    void closed(String user, Kind kind) {
        connections.decrement();
        count(kind).decrement();
        users.computeIfPresent(user, LocalPresence::oneLess);
        changedUsers.note(user);
    }

    void joined(String user, Room room) {
        // All changes of a room are under its lock in the outer map; readings take none.
        rooms.compute(
                room,
                (key, there) -> {
                    ConcurrentHashMap<String, Integer> inRoom =
                            there == null ? new ConcurrentHashMap<>(2) : there;
                    inRoom.merge(user, 1, Integer::sum);
                    return inRoom;
                });
        changedRooms.note(room);
    }

    void left(String user, Room room) {
        rooms.computeIfPresent(
                room,
                (key, inRoom) -> {
                    inRoom.computeIfPresent(user, LocalPresence::oneLess);
                    return inRoom.isEmpty() ? null : inRoom;
                });
        changedRooms.note(room);
    }

    @SuppressWarnings("NullAway") // null is how a map is told to remove the entry
    private static Integer oneLess(String user, Integer count) {
        return count == 1 ? null : count - 1;
    }

    private LongAdder count(Kind kind) {
        LongAdder count = kinds.get(kind);
        if (count == null) {
            LongAdder fresh = new LongAdder();
            LongAdder other = kinds.putIfAbsent(kind, fresh);
            count = other == null ? fresh : other;
            if (other == null) {
                kindListeners.forEach(listener -> listener.accept(kind, fresh));
            }
        }
        return count;
    }

    // --- readings

    /** Open connections. */
    public long connections() {
        return connections.sum();
    }

    /** Rooms with somebody in them. */
    public long roomCount() {
        return rooms.mappingCount();
    }

    /** Users with a connection. */
    long userCount() {
        return users.mappingCount();
    }

    /** Calls back for each kind of connection when it first occurs, with its count from then on. */
    public void onNewKind(BiConsumer<Kind, LongAdder> listener) {
        kindListeners.add(listener);
        kinds.forEach(listener);
    }

    /** Connections in this room by user; empty if nobody is there. */
    Map<String, Integer> inRoom(Room room) {
        return Map.copyOf(rooms.getOrDefault(room, NOBODY));
    }

    /** Connections of this user. */
    int ofUser(String user) {
        return users.getOrDefault(user, 0);
    }

    Map<String, Integer> byUser() {
        return Map.copyOf(users);
    }

    Map<String, Integer> byRoom() {
        Map<String, Integer> counts = new HashMap<>();
        rooms.forEach((room, inRoom) -> {
            int sum = inRoom.values().stream().mapToInt(Integer::intValue).sum();
            if (sum > 0) {
                counts.put(room.name(), sum);
            }
        });
        return counts;
    }

    /** Connections by transport; none that has no connection. */
    Map<String, Long> byTransport() {
        Map<String, Long> counts = new HashMap<>();
        kinds.forEach((kind, count) -> counts.merge(kind.transport(), count.sum(), Long::sum));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    // --- what is yet to be written

    Changes<Room> changedRooms() {
        return changedRooms;
    }

    Changes<String> changedUsers() {
        return changedUsers;
    }

    boolean changed() {
        return !changedRooms.isEmpty() || !changedUsers.isEmpty();
    }

    /** Everything there is counts as changed; nothing else does. */
    void changeAll() {
        changedRooms.clear();
        changedUsers.clear();
        rooms.keySet().forEach(changedRooms::note);
        users.keySet().forEach(changedUsers::note);
    }
}
