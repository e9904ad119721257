package dev.wardcast.gateway.http;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.stream.Wanted;
import java.time.Clock;
import java.time.Duration;

/**
 * Everything but signals that are over: that somebody was typing is no news to a client that comes
 * back.
 */
final class Timely implements Wanted {

    static final Duration WORTH = Duration.ofSeconds(10);

    private static final String SIGNAL = EventType.USER_SIGNAL.wireName();

    private final Clock clock;

    Timely() {
        this(Clock.systemUTC());
    }

    Timely(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean test(LogEvent event) {
        return !event.type().equals(SIGNAL)
                || clock.millis() - event.atMillis() <= WORTH.toMillis();
    }

    /** What is refilled is from the record, and signals are in none. */
    @Override
    public boolean test(byte[] data) {
        return true;
    }
}
