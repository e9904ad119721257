package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened on this node, counted. Every counter only grows; only {@link #lag} goes up and
 * down.
 */
public final class HubStats {

    private final LongAdder heard = new LongAdder();
    private volatile long lagMicros;
    private final LongAdder disconnects = new LongAdder();
    private final LongAdder holes = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder overflows = new LongAdder();
    private final LongAdder gaps = new LongAdder();
    private final LongAdder epochs = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder pauses = new LongAdder();
    private final LongAdder collapsed = new LongAdder();

    void heard(LogEvent event) {
        heard.increment();
        Instant now = Instant.now();
        lagMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000 - event.clock();
    }

    void disconnected() {
        disconnects.increment();
    }

    void holeFound() {
        holes.increment();
    }

    void lostMessageFound() {
        lost.increment();
    }

    void inboxOverflowed() {
        overflows.increment();
    }

    void gapTold() {
        gaps.increment();
    }

    void epochBegun() {
        epochs.increment();
    }

    void readFromRedis() {
        reads.increment();
    }

    void paused() {
        pauses.increment();
    }

    void collapsed(int superseded) {
        collapsed.add(superseded);
    }

    /**
     * How old the last event was when it was heard: from Redis' clock to ours, so clocks that
     * differ show here. Not below zero; zero before the first event.
     */
    public Duration lag() {
        return Duration.of(Math.max(0, lagMicros), ChronoUnit.MICROS);
    }

    /** Events heard from Redis. */
    public long events() {
        return heard.sum();
    }

    /** Subscriptions that broke. */
    public long disconnects() {
        return disconnects.sum();
    }

    /** Holes found because an event did not follow on the one before. */
    public long holesFound() {
        return holes.sum();
    }

    /** Holes found by comparing positions, with no event to reveal them. */
    public long lostMessagesFound() {
        return lost.sum();
    }

    /** Times when more was heard than could be taken in. */
    public long inboxOverflows() {
        return overflows.sum();
    }

    /** Gaps that followers were told of. */
    public long gaps() {
        return gaps.sum();
    }

    /** New epochs seen. */
    public long epochs() {
        return epochs.sum();
    }

    /** Readings of Redis for followers whose position no ring reached back to; many share one. */
    public long pagesRead() {
        return reads.sum();
    }

    /** Times a follower wanted no more and was left to read on later. */
    public long pauses() {
        return pauses.sum();
    }

    /** Readings left out for followers that fell behind, because newer ones superseded them. */
    public long collapsed() {
        return collapsed.sum();
    }
}
