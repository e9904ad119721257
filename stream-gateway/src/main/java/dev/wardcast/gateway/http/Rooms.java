package dev.wardcast.gateway.http;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.ProblemException;
import java.util.function.Supplier;

/** Rooms whose ids come from a request. */
final class Rooms {

    private Rooms() {}

    /**
     * @throws ProblemException 400 if an id has characters that no id has
     */
    static <R extends Room> R named(Supplier<R> room) {
        try {
            return room.get();
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest(
                    "invalid_parameter", String.valueOf(malformed.getMessage()));
        }
    }
}
