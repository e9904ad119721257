package dev.wardcast.access.people;

import dev.wardcast.kit.text.PlainText;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Why something is done, for the record. */
@Serdeable
record Reason(@Nullable @Size(min = 1, max = Reason.LONGEST) String reason) {

    static final int LONGEST = 500;

    /**
     * @throws dev.wardcast.kit.problem.ProblemException with 422 if it can't be shown as it is
     */
    static @Nullable String of(@Nullable Reason given) {
        if (given == null) {
            return null;
        }
        PlainText.require("reason", given.reason());
        return given.reason();
    }
}
