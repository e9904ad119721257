package dev.wardcast.eventlog;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The writing side of the log. Safe for use by many threads; calls are pipelined. */
public interface EventLog {

    /**
     * Appends the event to its room and announces it to every node that follows the room.
     *
     * <p>When the stage completes normally, the event has a position, is in the room's buffer and
     * was announced, all in one step that no other publication can come between. When it completes
     * exceptionally, the event may or may not have been appended: publish it again with {@code
     * once}, and it is taken at most once.
     *
     * <p>One for a {@link Room.Group} is appended when each member's own room knows of the group,
     * so that every stream of theirs brings it, those that are open and those that come back.
     *
     * @throws IllegalArgumentException if it is for a group and names other members
     */
    CompletionStage<Appended> publish(NewEvent event);

    /**
     * Appends how the subject of a room stands and announces it, unless the room knows that state
     * or a later one. So states may be published in any order and any number of times, by many
     * nodes, and whoever follows sees each at most once and none after a later one.
     *
     * @param event not kept apart by its id: the version says what is a repeat
     * @param version greater than that of every earlier state of the subject
     * @param pace the time that lies between two events of the room at least
     * @return zero if the room knows the state or a later one, now or since before; otherwise
     *     nothing was done, and it is too early by so much. When the stage completes exceptionally,
     *     the state may have been appended: publish it again
     */
    CompletionStage<Duration> publishState(NewEvent event, long version, Duration pace);

    /**
     * What became of a publication.
     *
     * @param epoch the life of the log in which it was appended
     * @param clock its position; greater than that of every earlier event of the same partition,
     *     and close to the microseconds since 1970, also across a loss of Redis' data
     * @param duplicate whether the id had been appended before; epoch and clock are then those of
     *     the first time
     */
    record Appended(String epoch, long clock, boolean duplicate) {}
}
