package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Following;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From where a stream with a user's own room follows the user's groups. When the room says that
 * there is one, it begins where the stream stands, so that nothing is missed and nothing comes
 * twice; if it has to be decided first whether the user may have it, the stream takes no further
 * event until then. On the stream's loop.
 */
final class GroupRooms {

    private Room.@Nullable User own;

    /** Where the client stopped in the user's own room, until the groups of then are there. */
    private Optional<Position> asked = Optional.empty();

    /** Of groups that were not known at this position, nothing has been told that came since. */
    private @Nullable Position unknownSince;

    private boolean awaited;

    /** Groups that access took away, and where the stream stood then. */
    private final Map<Room, Position> left = new HashMap<>();

    /**
     * The stream has the user's own room from now on.
     *
     * @param after where the client stopped in it, or from where it is listened to, if it joins
     *     while the stream is open
     */
    void begin(Room.User room, Optional<Position> after) {
        own = room;
        asked = after;
        unknownSince = after.orElse(null);
        left.clear();
        awaited = true;
    }

    /** All groups of the user that there were at this position are known. */
    void knownUpTo(Position position) {
        unknownSince = position;
    }

    void end() {
        own = null;
        awaited = false;
    }

    /** Whether the stream has the user's own room. */
    boolean concern() {
        return own != null;
    }

    /** Whether groups can join: it is known from where. */
    boolean stand() {
        return own != null && unknownSince != null;
    }

    boolean belongTo(Room room) {
        return room.equals(own);
    }

    /** There may be groups that the stream does not have. */
    void await() {
        awaited = own != null;
    }

    /** Whether the stream has to wait. */
    boolean awaited() {
        return awaited;
    }

    /** The stream has the groups that it should. */
    void decided() {
        awaited = false;
        asked = Optional.empty();
    }

    void left(Room.Group group, Position at) {
        if (stand()) {
            left.put(group, at);
        }
    }

    /** After which position a group begins that the stream does not follow now. */
    Position after(Room.Group group, Following following) {
        Position before = left.get(group);
        if (before != null) {
            return before;
        }
        if (asked.isPresent()) {
            return asked.get();
        }
        Position now = following.position();
        // In another partition the stream may have gone past the group's first event.
        return own == null || unknownSince == null || following.besideEachOther(group, own)
                ? now
                : now.with(unknownSince);
    }
}
