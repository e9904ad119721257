package dev.wardcast.vitals.follow;

import dev.wardcast.eventlog.vitals.SampleQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** How many partitions this node follows, and how many are its due. */
final class PartitionShare {

    private final AtomicInteger held = new AtomicInteger();
    private volatile int due = SampleQueue.PARTITIONS;

    /** Rounded up, so that together the nodes' dues cover all partitions. */
    void nodes(long count) {
        int nodes = (int) Math.clamp(count, 1, SampleQueue.PARTITIONS);
        due = (SampleQueue.PARTITIONS + nodes - 1) / nodes;
    }

    /** Whether one more is due; if so it counts as held. */
    boolean tryTake() {
        int now = held.get();
        while (now < due) {
            if (held.compareAndSet(now, now + 1)) {
                return true;
            }
            now = held.get();
        }
        return false;
    }

    /** Whether one is too many, because another node has come; if so it no longer counts. */
    boolean tryYield() {
        int now = held.get();
        while (now > due) {
            if (held.compareAndSet(now, now - 1)) {
                return true;
            }
            now = held.get();
        }
        return false;
    }

    void gaveUp() {
        held.decrementAndGet();
    }

    int held() {
        return held.get();
    }
}
