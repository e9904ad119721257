package dev.wardcast.gateway.http;

import dev.wardcast.eventlog.EventData;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.stream.Wanted;
import java.time.Duration;

/**
 * Everything but signals that are over, and that the user is typing themself: that somebody was
 * typing is no news to a client that comes back.
 */
final class Timely implements Wanted {

    static final Duration WORTH = Duration.ofSeconds(10);

    private static final String SIGNAL = EventType.USER_SIGNAL.wireName();

    private final String userId;

    Timely(String userId) {
        this.userId = userId;
    }

    @Override
    public boolean test(LogEvent event) {
        return !event.type().equals(SIGNAL)
                || (System.currentTimeMillis() - event.atMillis() <= WORTH.toMillis()
                        && !isOwnTyping(event.dataBytes()));
    }

    private boolean isOwnTyping(byte[] signal) {
        return EventData.text(signal, "type").equals("typing")
                && EventData.text(signal, "user_id").equals(userId);
    }

    /** What is refilled is from the record, and signals are in none. */
    @Override
    public boolean test(byte[] data) {
        return true;
    }
}
