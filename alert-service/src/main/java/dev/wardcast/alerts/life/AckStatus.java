package dev.wardcast.alerts.life;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the person who acknowledges an alert says about it. */
public enum AckStatus {
    /** Seen, somebody takes care. */
    ACKNOWLEDGED("ACKED"),
    /** Somebody is with the patient. */
    IN_PROGRESS("ACKED"),
    /** Nothing more to do. */
    RESOLVED("RESOLVED"),
    /** It was not true, for instance a lead that fell off. */
    FALSE_ALARM("RESOLVED");

    private final String response;

    AckStatus(String response) {
        this.response = response;
    }

    /** The alert's response once this is said: {@code ACKED} or {@code RESOLVED}. */
    String response() {
        return response;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AckStatus> ofWireName(String name) {
        return Arrays.stream(values()).filter(s -> s.wireName().equals(name)).findFirst();
    }

    /** For messages: {@code acknowledged, in_progress, …}. */
    public static String wireNames() {
        return Arrays.stream(values()).map(AckStatus::wireName).collect(Collectors.joining(", "));
    }
}
