package dev.wardcast.access.people;

import dev.wardcast.kit.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** {@code ?state=}: only what is open, or what is over too. */
public final class OpenOrAll {

    private OpenOrAll() {}

    /**
     * @return whether all are asked for; without a word only the open ones
     * @throws ProblemException with 400 for another word
     */
    public static boolean all(@Nullable String state) {
        return switch (state) {
            case null -> false;
            case "open" -> false;
            case "all" -> true;
            default ->
                    throw ProblemException.badRequest(
                            "invalid_state", "state (expected: open or all)");
        };
    }
}
