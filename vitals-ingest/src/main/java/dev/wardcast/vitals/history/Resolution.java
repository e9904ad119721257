package dev.wardcast.vitals.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How long the buckets are that readings are summed up in. They begin at full ones of UTC. */
public enum Resolution {
    ONE_MINUTE("1m", Duration.ofMinutes(1)),
    FIVE_MINUTES("5m", Duration.ofMinutes(5)),
    QUARTER_HOUR("15m", Duration.ofMinutes(15)),
    ONE_HOUR("1h", Duration.ofHours(1)),
    ONE_DAY("1d", Duration.ofDays(1));

    private final String wireName;
    private final Duration length;

    Resolution(String wireName, Duration length) {
        this.wireName = wireName;
        this.length = length;
    }

    public String wireName() {
        return wireName;
    }

    public Duration length() {
        return length;
    }

    /** When the bucket begins that a time is in. */
    public Instant bucketOf(Instant time) {
        long seconds = length.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    static Optional<Resolution> ofWireName(String name) {
        return Arrays.stream(values()).filter(one -> one.wireName.equals(name)).findFirst();
    }

    /** For a message. */
    static String all() {
        return Arrays.stream(values()).map(Resolution::wireName).collect(Collectors.joining(", "));
    }
}
