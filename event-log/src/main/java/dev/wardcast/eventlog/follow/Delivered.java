package dev.wardcast.eventlog.follow;

import java.util.Set;

/**
 * What was put in from elsewhere while a gap was open, so that the buffers don't bring it again.
 * Remembered until the follower has passed the newest of it.
 *
 * @param ids of the events
 * @param newestClock the highest of their clocks, in microseconds since 1970; 0 without events
 */
public record Delivered(Set<String> ids, long newestClock) {

    public static final Delivered NOTHING = new Delivered(Set.of(), 0);

    public Delivered {
        ids = Set.copyOf(ids);
    }

    Delivered and(Delivered more) {
        if (ids.isEmpty()) {
            return more;
        }
        java.util.HashSet<String> all = new java.util.HashSet<>(ids);
        all.addAll(more.ids);
        return new Delivered(all, Math.max(newestClock, more.newestClock));
    }
}
