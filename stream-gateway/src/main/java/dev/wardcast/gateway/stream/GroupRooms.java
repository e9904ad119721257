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
 * there is one, the stream takes no further event until it is decided which groups it has; then the
 * new one begins where the stream stands, so that nothing is missed and nothing comes twice. On the
 * stream's loop.
 */
final class GroupRooms {

    private Room.@Nullable User own;
    private Optional<Position> asked = Optional.empty();
    private @Nullable Position origin;
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
        left.clear();
        awaited = true;
    }

    /** Where the stream began to follow the user's own room, once that is known. */
    void standsAt(Position position) {
        origin = position;
    }

    void end() {
        own = null;
        awaited = false;
    }

    /** Whether the stream has the user's own room. */
    boolean concern() {
        return own != null;
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
        left.put(group, at);
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
        // In another partition the stream may have gone past the group's first event; but of a
        // group
        // that it never had, nothing that came since it began was told.
        return own == null || origin == null || following.besideEachOther(group, own)
                ? now
                : origin;
    }
}
