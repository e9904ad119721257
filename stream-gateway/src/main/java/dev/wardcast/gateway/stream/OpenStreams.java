package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.Room;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams of this node, by user; and how many there may be. */
@Singleton
public final class OpenStreams {

    /** Told of every coming and going; on the streams' loops, so it must be quick. */
    public interface Watcher {
        default void opened(ClientStream stream) {}

        default void closed(ClientStream stream) {}

        default void joined(ClientStream stream, Room room) {}

        default void left(ClientStream stream, Room room) {}

        /** One more room than the stream began with; besides {@link #joined}. */
        default void widened(ClientStream stream, Room room) {}

        /** It waits until its rooms are decided anew. */
        default void undecided(ClientStream stream) {}
    }

    private final ConcurrentHashMap<String, Set<ClientStream>> byUser = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> places = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    // --- places: taken before a stream opens, given back when it is over or did not come about

    /** Whether there was a place, for this user and at all. */
    public enum Admission {
        ADMITTED,
        TOO_MANY_OF_USER,
        TOO_MANY
    }

    public Admission admit(String userId, int mostOfUser, int mostOfAll) {
        if (taken.incrementAndGet() > mostOfAll) {
            taken.decrementAndGet();
            return Admission.TOO_MANY;
        }
        boolean[] full = new boolean[1];
        places.compute(
                userId,
                (user, count) -> {
                    int now = count == null ? 0 : count;
                    full[0] = now >= mostOfUser;
                    return full[0] ? Integer.valueOf(now) : Integer.valueOf(now + 1);
                });
        if (full[0]) {
            taken.decrementAndGet();
            return Admission.TOO_MANY_OF_USER;
        }
        return Admission.ADMITTED;
    }

    public void release(String userId) {
        taken.decrementAndGet();
        places.computeIfPresent(userId, (user, count) -> count == 1 ? null : count - 1);
    }

    // --- streams

    void add(ClientStream stream, Collection<Room> rooms) {
        byUser.compute(
                stream.caller().userId(),
                (user, streams) -> {
                    Set<ClientStream> set =
                            streams == null ? ConcurrentHashMap.newKeySet(2) : streams;
                    set.add(stream);
                    return set;
                });
        watchers.forEach(watcher -> watcher.opened(stream));
        rooms.forEach(room -> watchers.forEach(watcher -> watcher.joined(stream, room)));
    }

    void remove(ClientStream stream, Collection<Room> rooms) {
        byUser.computeIfPresent(
                stream.caller().userId(),
                (user, streams) -> {
                    streams.remove(stream);
                    return streams.isEmpty() ? null : streams;
                });
        rooms.forEach(room -> left(stream, room));
        watchers.forEach(watcher -> watcher.closed(stream));
    }

    /** A stream that is open joins one more. */
    void joined(ClientStream stream, Room room) {
        watchers.forEach(watcher -> {
            watcher.joined(stream, room);
            watcher.widened(stream, room);
        });
    }

    /** A stream that is open can't go on until its rooms are decided anew. */
    void undecided(ClientStream stream) {
        watchers.forEach(watcher -> watcher.undecided(stream));
    }

    void left(ClientStream stream, Room room) {
        watchers.forEach(watcher -> watcher.left(stream, room));
    }

    public Collection<ClientStream> of(String userId) {
        return List.copyOf(byUser.getOrDefault(userId, Set.of()));
    }

    public Collection<ClientStream> all() {
        return byUser.values().stream().flatMap(Set::stream).toList();
    }

    public int count() {
        return byUser.values().stream().mapToInt(Set::size).sum();
    }
}
