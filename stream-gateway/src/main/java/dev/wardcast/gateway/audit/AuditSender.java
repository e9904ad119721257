package dev.wardcast.gateway.audit;

import dev.wardcast.gateway.GatewayNode;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditQueue;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what this node has to tell the audit to the queue in Redis, in batches, on a thread of its
 * own. While Redis is away or the queue is full it keeps what it has and tries again.
 */
@Context
final class AuditSender {

    private static final Logger LOG = LoggerFactory.getLogger(AuditSender.class);
    private static final long EVERY_MILLIS = 500;
    private static final int BATCH = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

    private final AuditQueue queue;
    private final AuditBacklog backlog;
    private final DeliveryRollup rollup;
    private final GatewayNode node;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("audit-sender").unstarted(this::run);

    // Belongs to the thread.
    private List<AuditEntry> batch = List.of();
    private boolean reported;

    AuditSender(
            AuditQueue queue,
            AuditBacklog backlog,
            DeliveryRollup rollup,
            GatewayNode node,
            MeterRegistry meters) {
        this.queue = queue;
        this.backlog = backlog;
        this.rollup = rollup;
        this.node = node;
        Gauge.builder("wardcast.gateway.audit.waiting", backlog, AuditBacklog::waiting)
                .description("Entries of the audit that this node still has to send")
                .register(meters);
        FunctionCounter.builder("wardcast.gateway.audit.lost", backlog, AuditBacklog::lost)
                .description("Entries of the audit that could not be kept")
                .register(meters);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                rollup.takeFinished().forEach(this::add);
                send(PATIENCE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(DeliveryRollup.Delivered delivered) {
        backlog.add(() ->
                AuditEntry.of(user(delivered.userId()), AuditAction.DELIVERED)
                        .at(Instant.ofEpochMilli(delivered.period()))
                        .on("gateway", node.id())
                        .counted(delivered.patients()));
    }

    private Actor user(String userId) {
        return new Actor(Actor.Kind.USER, userId, Set.of(), null, null, TimeOrderedIds.next());
    }

    private void send(Duration patience) throws InterruptedException {
        while (true) {
            if (batch.isEmpty()) {
                batch = backlog.take(BATCH);
            }
            if (batch.isEmpty()) {
                if (!tellLost()) {
                    return;
                }
            } else if (append(patience)) {
                batch = List.of();
            } else {
                return;
            }
        }
    }

    /** Once there is room again, the audit itself says that it has a hole. */
    private boolean tellLost() {
        backlog.countLost(rollup.takeLost());
        long lost = backlog.takeLostUntold();
        if (lost == 0) {
            return false;
        }
        batch =
                List.of(
                        AuditEntry.of(Actor.service("stream-gateway"), AuditAction.ENTRIES_LOST)
                                .at(Instant.now())
                                .on("gateway", node.id())
                                .failed("backlog_full")
                                .detail(Long.toString(lost)));
        return true;
    }

    private boolean append(Duration patience) throws InterruptedException {
        String trouble;
        try {
            boolean appended =
                    queue.append(batch)
                            .toCompletableFuture()
                            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (appended) {
                reported = false;
                return true;
            }
            trouble = "its queue is full";
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            trouble = e.toString();
        }
        if (!reported) {
            reported = true;
            LOG.warn("The audit takes nothing now, entries wait here: {}", trouble);
        }
        return false;
    }

    /** Says what there still is, if Redis answers soon. */
    @PreDestroy
    void stop() throws InterruptedException {
        over.countDown();
        if (!thread.join(PATIENCE)) {
            return;
        }
        rollup.takeAll().forEach(this::add);
        send(LAST_PATIENCE);
    }
}
