package dev.wardcast.gateway.receipts;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.Receipts;
import dev.wardcast.kit.receipts.Receipt;
import dev.wardcast.kit.receipts.ReceiptQueue;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends receipts to Redis in batches. While Redis is away they wait here, so many and no more: the
 * price of a lost one is that its notification counts as pending until it is acknowledged.
 */
@Singleton
final class ReceiptSender implements Receipts {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptSender.class);
    private static final int MOST_WAITING = 100_000;
    private static final long EVERY_MILLIS = 250;
    private static final long PATIENCE_MILLIS = 2_000;

    private final ReceiptQueue queue;
    private final BlockingQueue<Receipt> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("receipts").unstarted(this::run);
    private List<Receipt> batch = new ArrayList<>();

    ReceiptSender(ReceiptQueue queue, MeterRegistry meters) {
        this.queue = queue;
        FunctionCounter.builder("wardcast.gateway.receipts.lost", lost, AtomicLong::get)
                .description("Receipts of notifications that could not be kept")
                .register(meters);
    }

    @PostConstruct
    void start() {
        thread.start();
    }

    @Override
    public void taken(String userId, List<String> notificationIds) {
        for (String id : notificationIds) {
            // A user id of a foreign token may be longer than ids of ours; it has no notifications.
            if (Room.ID.matcher(userId).matches() && !waiting.offer(new Receipt(userId, id))) {
                lost.incrementAndGet();
            }
        }
    }

    private void run() {
        try {
            while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                send();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() throws InterruptedException {
        while (true) {
            if (batch.isEmpty() && waiting.drainTo(batch, ReceiptQueue.BATCH) == 0) {
                return;
            }
            try {
                queue.append(batch)
                        .toCompletableFuture()
                        .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                batch = new ArrayList<>();
            } catch (ExecutionException | TimeoutException | RuntimeException away) {
                // A repeat does no harm: the first time counts.
                LOG.debug("Redis takes no receipts now: {}", away.toString());
                return;
            }
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        over.countDown();
        if (thread.join(java.time.Duration.ofMillis(PATIENCE_MILLIS + EVERY_MILLIS))) {
            send();
        }
    }
}
