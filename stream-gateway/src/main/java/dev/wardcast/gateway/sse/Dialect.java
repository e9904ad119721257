package dev.wardcast.gateway.sse;

import dev.wardcast.eventlog.LogEvent;

/**
 * How an event looks on a stream. Endpoints differ in their rooms and in their dialect, and in
 * nothing else.
 */
public enum Dialect {
    /** The event's data alone and unnamed, so that {@code onmessage} gets it: alert streams. */
    ALERTS {
        @Override
        byte[] render(LogEvent event) {
            return SseFrames.frame(
                    event.position().text(), "", event.dataLength(), event::copyDataTo);
        }
    };

    abstract byte[] render(LogEvent event);

    /** The frame with the event's own position as its id; made once for all clients of a node. */
    final byte[] frame(LogEvent event) {
        return event.rendering(ordinal(), this::render);
    }

    /** A frame of data from elsewhere, which has no position. */
    final byte[] refilled(String json) {
        return SseFrames.frame("", "", json);
    }
}
