package dev.wardcast.gateway.audit;

import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.kit.audit.AuditEntry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What this node has to tell the audit and has not told yet. When it is full, what comes is left
 * out and counted: nobody's alerts wait for it.
 */
@Singleton
final class AuditBacklog {

    private final BlockingQueue<Supplier<AuditEntry>> waiting;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong lostUntold = new AtomicLong();

    @Inject
    AuditBacklog(GatewayConfiguration configuration) {
        this(configuration.getAuditBacklog());
    }

    AuditBacklog(int most) {
        waiting = new ArrayBlockingQueue<>(most);
    }

    /**
     * Never blocks.
     *
     * @param entry made later, on the thread that sends it
     */
    void add(Supplier<AuditEntry> entry) {
        if (!waiting.offer(entry)) {
            countLost(1);
        }
    }

    void countLost(long entries) {
        lost.addAndGet(entries);
        lostUntold.addAndGet(entries);
    }

    List<AuditEntry> take(int most) {
        List<Supplier<AuditEntry>> taken = new ArrayList<>();
        waiting.drainTo(taken, most);
        return taken.stream().map(Supplier::get).toList();
    }

    int waiting() {
        return waiting.size();
    }

    /** Entries that were left out since the node began. */
    long lost() {
        return lost.get();
    }

    /** Those of which the audit does not know yet; it is told of them once. */
    long takeLostUntold() {
        return lostUntold.getAndSet(0);
    }
}
