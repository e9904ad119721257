package dev.wardcast.notifications.appointments;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/** What people wrote about an appointment; the part of it that is sealed at rest. */
@Serdeable
record Words(@Nullable String title, String content) {
    @Override
    public String toString() {
        return "Words";
    }
}
