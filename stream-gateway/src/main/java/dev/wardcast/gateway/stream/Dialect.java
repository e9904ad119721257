package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.EventType;

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
        public boolean endsWith(String type) {
            return type.equals(EventType.SESSION_COMPLETE.wireName())
                    || type.equals(EventType.SESSION_ERROR.wireName());
        }
    };

    /** Whether nothing comes after an event of this type. */
    public boolean endsWith(String type) {
        return false;
    }

    /** Whether the rooms are about one thing, of which a newcomer is told where it stands. */
    boolean beginsWithState() {
        return this == STEPS;
    }
}
