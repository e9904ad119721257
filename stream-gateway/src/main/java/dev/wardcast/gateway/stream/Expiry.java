package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.EventData;
import dev.wardcast.eventlog.LogEvent;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Until when a notification is worth telling: the log keeps it longer than that. */
final class Expiry {

    private Expiry() {}

    /**
     * Whether its {@code expires_at} has passed; what has none, or none that is a time, is told.
     */
    static boolean hasPassed(LogEvent notification, Instant now) {
        String end = EventData.text(notification.dataBytes(), "expires_at");
        try {
            return !end.isEmpty() && !Instant.parse(end).isAfter(now);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
