package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import java.util.List;

/** Learns when events have been written to a loop's connections. */
public interface DeliveryObserver {

    DeliveryObserver NONE = events -> {};

    /**
     * A batch of events, in the order of the log, was offered to every follower of the loop and
     * flushed; at least one of them took something. Called on the loop, once for each batch however
     * many followers there are: what it costs is paid between two batches.
     */
    void delivered(List<LogEvent> events);
}
