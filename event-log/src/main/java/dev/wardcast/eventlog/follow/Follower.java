package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;

/**
 * Whoever receives events: a client's connection. All calls come on the follower's own loop, one at
 * a time.
 *
 * <p>Guarantee: between {@link #started} and the end, every event of every followed room arrives
 * exactly once and, within a partition, in the order of the log, or a {@link #gap} says that this
 * is not so.
 */
public interface Follower {

    /** All rooms are being listened to; {@link Following#position} is now meaningful. */
    void started();

    void event(LogEvent event);

    /** A run of events is over for now: a good moment to flush. */
    void flush();

    /** Everything there was has been delivered; from now on events arrive as they happen. */
    void caughtUp();

    /**
     * Whether another event would be welcome. After {@code false} nothing arrives until {@link
     * Following#resume} is called, in a later task of the loop; what happens meanwhile is read from
     * the buffer then.
     */
    boolean wantsMore();

    /**
     * Why it wants no more: because it can't keep up, or else because it waits for something and
     * wants every event afterwards.
     */
    default boolean isBehind() {
        return true;
    }

    /**
     * Events were lost to this follower. Nothing more arrives from the gap's partition until {@link
     * Gap#passed} is called, so that what can be had from elsewhere can be put in here.
     */
    void gap(Gap gap);
}
