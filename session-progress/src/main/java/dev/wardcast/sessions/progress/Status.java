package dev.wardcast.sessions.progress;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is being done with a session. */
public enum Status {
    UPLOADED,
    DECODING,
    ANALYSING,
    SEGMENTING,
    TRANSCRIBING,
    PROCESSED,
    FAILED;

    /** Nothing follows. */
    boolean isFinal() {
        return this == PROCESSED || this == FAILED;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Status> ofWireName(String name) {
        return Arrays.stream(values()).filter(status -> status.wireName().equals(name)).findFirst();
    }

    static String wireNames() {
        return Arrays.stream(values()).map(Status::wireName).collect(Collectors.joining(", "));
    }
}
