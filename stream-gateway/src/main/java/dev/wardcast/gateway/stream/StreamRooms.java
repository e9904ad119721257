package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.EventData;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Following;
import dev.wardcast.eventlog.follow.Gap;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of one client's stream: what its client chooses, what access decides, and the groups
 * that its user's own room tells of. All on the stream's loop.
 */
public final class StreamRooms {

    private final ClientStream stream;
    private final OpenStreams open;
    private final Pen pen;
    private final Wire wire;
    private final Set<Room> rooms;
    private final GroupRooms groups = new GroupRooms();

    private @Nullable Following following;

    /** Grows with each change, so that an answer about earlier rooms is recognised. */
    private int version;

    private long questions;
    private long answered;

    /** Whether an event's own position is the client's. */
    private boolean inOnePartition;

    StreamRooms(ClientStream stream, OpenStreams open, Pen pen, Wire wire, Collection<Room> rooms) {
        this.stream = stream;
        this.open = open;
        this.pen = pen;
        this.wire = wire;
        this.rooms = new HashSet<>(rooms);
    }

    // --- which

    /** All of them; a view. */
    public Set<Room> all() {
        return Collections.unmodifiableSet(rooms);
    }

    public boolean contains(Room room) {
        return rooms.contains(room);
    }

    /** Those that the client knows by name: all but groups. */
    Set<String> named() {
        return rooms.stream()
                .filter(room -> !(room instanceof Room.Group))
                .map(Room::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean inOnePartition() {
        return inOnePartition;
    }

    // --- life

    /** To be called before anything is followed. */
    void expectGroups() {
        rooms.stream()
                .filter(Room.User.class::isInstance)
                .forEach(own -> groups.begin((Room.User) own, Optional.empty()));
    }

    /** They are followed from now on. */
    void begin(Following now) {
        following = now;
        inOnePartition = now.inOnePartition();
    }

    /** Where the stream begins is known. */
    void started() {
        if (groups.concern() && following != null) {
            groups.knownUpTo(following.position());
            // What it was told before it began, it was told in vain.
            awaitGroups();
        }
    }

    // --- what access decides

    /**
     * That it is asked what the stream may follow.
     *
     * @param number of two questions, the later has the higher one
     * @param version of the rooms that it is about
     * @param position of the stream then; empty until it has begun
     */
    public record Question(long number, int version, Optional<Position> position) {}

    public Question ask() {
        return new Question(
                ++questions, version, Optional.ofNullable(following).map(Following::position));
    }

    /** Whether a later question was answered before this one. */
    public boolean isOvertaken(Question question) {
        return question.number() < answered;
    }

    /**
     * Makes the rooms these; what left gets through no more, what came flows from now on, or from
     * where the client stopped.
     */
    public Effect answer(Question question, Set<Room> wanted) {
        if (isOvertaken(question)) {
            return Effect.OVERTAKEN;
        }
        if (question.version() != version) {
            return Effect.OF_OTHER_ROOMS;
        }
        answered = question.number();
        set(wanted);
        question.position().ifPresent(this::decidedAt);
        return Effect.DONE;
    }

    /** What becomes of an answer. */
    public enum Effect {
        DONE,
        /** A later question was answered before; nothing changes. */
        OVERTAKEN,
        /** The rooms are others by now; nothing changes, and it has to be asked again. */
        OF_OTHER_ROOMS
    }

    private void set(Set<Room> wanted) {
        for (Room room : Set.copyOf(rooms)) {
            if (!wanted.contains(room) && !(room instanceof Room.Group) && leave(room)) {
                pen.say(wire.roomLost(room.name()));
            }
        }
        for (Room room : wanted) {
            if (!(room instanceof Room.Group)) {
                join(room, Optional.empty(), () -> tellGained(room));
            }
        }
        setGroups(wanted);
    }

    private void tellGained(Room room) {
        if (rooms.contains(room)) {
            pen.say(wire.roomGained(room.name()));
        }
    }

    private void setGroups(Set<Room> wanted) {
        Following now = following;
        if (now == null || stream.isOver()) {
            return;
        }
        for (Room room : Set.copyOf(rooms)) {
            if (room instanceof Room.Group group && !wanted.contains(room)) {
                groups.left(group, now.position());
                leave(room);
            }
        }
        if (!groups.stand()) {
            // It is not known yet from where on; then they are looked for again.
            return;
        }
        for (Room room : wanted) {
            if (room instanceof Room.Group group && !rooms.contains(room)) {
                join(room, Optional.of(groups.after(group, now)), () -> {});
            }
        }
        if (groups.awaited()) {
            groups.decided();
            now.resume();
        }
    }

    /** Of groups that were not known when it was asked, nothing has been told since then. */
    private void decidedAt(Position asked) {
        if (groups.stand() && !asked.cursors().containsValue(Cursor.UNKNOWN)) {
            groups.knownUpTo(asked);
        }
    }

    // --- what the client chooses

    /**
     * Follows one more room.
     *
     * @param after where the client stopped in it; empty to begin now
     * @param joined called when nothing that is published from then on is missed; never if the room
     *     was there before, or the stream ends before
     */
    public void join(Room room, Optional<Position> after, Runnable joined) {
        Following now = following;
        if (now == null || stream.isOver() || !rooms.add(room)) {
            return;
        }
        version++;
        open.joined(stream, room);
        if (room instanceof Room.User own && after.isPresent()) {
            // Before anything of it can come, which may tell of groups.
            groups.begin(own, after);
        }
        now.join(
                room,
                after,
                from -> {
                    if (stream.isOver()) {
                        return;
                    }
                    if (room instanceof Room.User own && rooms.contains(room) && after.isEmpty()) {
                        groups.begin(own, Optional.of(now.position().with(from)));
                        awaitGroups();
                    }
                    joined.run();
                });
        inOnePartition = now.inOnePartition();
    }

    /**
     * @return whether it was there
     */
    public boolean leave(Room room) {
        Following now = following;
        if (now == null || stream.isOver() || !rooms.remove(room)) {
            return false;
        }
        version++;
        open.left(stream, room);
        now.leave(room);
        if (groups.belongTo(room)) {
            boolean waited = groups.awaited();
            groups.end();
            if (waited) {
                now.resume();
            }
            Set.copyOf(rooms).stream().filter(Room.Group.class::isInstance).forEach(this::leave);
        }
        return true;
    }

    // --- what the user's own room tells

    /** The room of a user says that there is a group; whoever is named there is a member. */
    void told(LogEvent ofGroup) {
        groupOf(ofGroup).filter(group -> !rooms.contains(group)).ifPresent(this::joinOrAwait);
    }

    private static Optional<Room.Group> groupOf(LogEvent event) {
        try {
            return Room.parse(EventData.text(event.dataBytes(), "group"))
                            instanceof Room.Group group
                    ? Optional.of(group)
                    : Optional.empty();
        } catch (IllegalArgumentException ofALaterVersion) {
            return Optional.empty();
        }
    }

    private void joinOrAwait(Room.Group group) {
        Following now = following;
        if (group.about() == null && groups.stand() && !groups.awaited() && now != null) {
            join(group, Optional.of(groups.after(group, now)), () -> {});
        } else {
            awaitGroups();
        }
    }

    /** What told of groups may be lost. */
    void missed(Gap gap) {
        if (gap.rooms().stream().map(Room::parse).anyMatch(groups::belongTo)) {
            awaitGroups();
        }
    }

    /** Whether no further event may come until the rooms are decided anew. */
    boolean undecided() {
        return groups.awaited();
    }

    private void awaitGroups() {
        groups.await();
        version++;
        open.undecided(stream);
    }
}
