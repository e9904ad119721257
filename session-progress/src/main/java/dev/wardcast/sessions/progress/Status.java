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
    public boolean isFinal() {
        return this == PROCESSED || this == FAILED;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Status of(Session session) {
        return ofWireName(session.status()).orElseThrow();
    }

    static Optional<Status> ofWireName(String name) {
        return Arrays.stream(values()).filter(status -> status.wireName().equals(name)).findFirst();
    }

    static String wireNames() {
        return Arrays.stream(values()).map(Status::wireName).collect(Collectors.joining(", "));
    }
}
