package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogEvent;

/**
 * How events look to the clients of an endpoint. Endpoints differ in their rooms, their dialect and
 * their transport, and in nothing else.
 */
public enum Dialect {
    /** The event's data as it is, unnamed: alerts, and a user's notifications. */
    DATA,

    /** Named events in an envelope with the room: everything under {@code /realtime}. */
    EVENTS,

    /** The steps of one session's processing; the stream ends with the last of them. */
    STEPS {
        @Override
        boolean endsWith(LogEvent event) {
            return event.type().equals(EventType.SESSION_COMPLETE.wireName())
                    || event.type().equals(EventType.SESSION_ERROR.wireName());
        }
    };

    /** Whether nothing comes after this event. */
    boolean endsWith(LogEvent event) {
        return false;
    }
}
