package dev.wardcast.gateway.access;

import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** How the rooms of a stream are found: once before it opens, and again whenever access changed. */
public interface RoomPlan {

    CompletionStage<Rooms> decide(Caller caller);

    /** A decision about an open stream came into effect; on the stream's loop. */
    default void applied(Set<Room> rooms) {}

    /** The client wants what came after this position in the user's own room. */
    default void comesFrom(Position after) {}

    /** An answer, in which nothing is left open. */
    sealed interface Rooms {
        record Of(Set<Room> rooms) implements Rooms {}

        /** No stream, or no longer. */
        record Refused(Decision decision) implements Rooms {}
    }
}
