package dev.wardcast.access.people;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Why something is done, for the record. */
@Serdeable
record Reason(@Nullable @Size(min = 1, max = Reason.LONGEST) String reason) {

    static final int LONGEST = 500;

    static @Nullable String of(@Nullable Reason given) {
        return given == null ? null : given.reason();
    }
}
