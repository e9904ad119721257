package dev.wardcast.access.audit;

import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditQueue;
import dev.wardcast.kit.audit.AuditQueue.Waiting;
import dev.wardcast.kit.audit.AuditTrail;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes entries from the queue in Redis into the audit. An entry leaves the queue only after its
 * transaction has committed, and is stored under its own id, so one that is taken twice, because a
 * node died in between, is there once. Of several nodes one drains at a time.
 */
final class AuditDrain implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditDrain.class);
    private static final long EVERY_MILLIS = 500;
    private static final int BATCH = 500;

    /** Held for one batch; given back by the commit, also by the death of the connection. */
    private static final String CLAIM =
            "select pg_try_advisory_xact_lock(hashtext('audit-drain'), 0)";

    private final DataSource dataSource;
    private final AuditQueue queue;
    private final AuditTrail trail;
    private final Counter stored;
    private final Counter setAside;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("audit-drain").unstarted(this::run);

    private volatile long waiting;
    private boolean reported;
    private boolean reportedFull;

    AuditDrain(DataSource dataSource, AuditQueue queue, AuditTrail trail, MeterRegistry meters) {
        this.dataSource = dataSource;
        this.queue = queue;
        this.trail = trail;
        this.stored =
                Counter.builder("wardcast.audit.drained")
                        .description("Entries that were taken from the queue into the audit")
                        .register(meters);
        this.setAside =
                Counter.builder("wardcast.audit.set.aside")
                        .description("Entries of the queue that can't be stored")
                        .register(meters);
        Gauge.builder("wardcast.audit.queue", () -> waiting)
                .description("Entries that wait in Redis for their place in the audit")
                .register(meters);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                try {
                    while (over.getCount() > 0 && drainBatch() == BATCH) {
                        // There may be more.
                    }
                    look();
                    reported = false;
                } catch (SQLException | RuntimeException away) {
                    report(away);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return how many entries were taken from the queue
     */
    int drainBatch() throws SQLException {
        List<Waiting> batch = take();
        if (!batch.isEmpty()) {
            await(queue.remove(batch));
        }
        return batch.size();
    }

    /**
     * Stores a batch, which is still in the queue then.
     *
     * @return empty if there is none, or another node is at it
     */
    List<Waiting> take() throws SQLException {
        try (Connection tx = dataSource.getConnection()) {
            tx.setAutoCommit(false);
            try {
                List<Waiting> batch = claim(tx) ? await(queue.oldest(BATCH)) : List.of();
                store(tx, batch);
                tx.commit();
                return batch;
            } catch (SQLException | RuntimeException failure) {
                tx.rollback();
                throw failure;
            }
        }
    }

    private static boolean claim(Connection tx) throws SQLException {
        try (Statement statement = tx.createStatement();
                ResultSet row = statement.executeQuery(CLAIM)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void store(Connection tx, List<Waiting> batch) throws SQLException {
        List<AuditEntry> entries =
                batch.stream().map(Waiting::entry).filter(Objects::nonNull).toList();
        var before = tx.setSavepoint();
        List<Waiting> unusable = new ArrayList<>();
        for (Waiting waiting : batch) {
            if (waiting.entry() == null) {
                unusable.add(waiting);
            }
        }
        try {
            trail.record(tx, entries);
        } catch (SQLException failure) {
            if (!becauseOfTheData(failure)) {
                throw failure;
            }
            tx.rollback(before);
            unusable.addAll(storeEach(tx, batch));
        }
        for (Waiting waiting : unusable) {
            await(queue.setAside(waiting));
            setAside.increment();
        }
        stored.increment(batch.size() - unusable.size());
    }

    /** One by one, so that a bad one holds no other up. */
    private List<Waiting> storeEach(Connection tx, List<Waiting> batch) throws SQLException {
        List<Waiting> unusable = new ArrayList<>();
        for (Waiting waiting : batch) {
            if (waiting.entry() == null) {
                continue;
            }
            var before = tx.setSavepoint();
            try {
                trail.record(tx, waiting.entry());
            } catch (SQLException failure) {
                if (!becauseOfTheData(failure)) {
                    throw failure;
                }
                tx.rollback(before);
                unusable.add(waiting);
            }
        }
        return unusable;
    }

    /** Class 22 is data that can't be stored, 23 a broken constraint. */
    private static boolean becauseOfTheData(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return state.startsWith("22") || state.startsWith("23");
    }

    private void look() {
        waiting = await(queue.length());
        boolean filling = waiting > queue.most() / 2;
        if (filling && !reportedFull) {
            LOG.error(
                    "{} of at most {} entries wait for the audit; when it is full, they are lost",
                    waiting,
                    queue.most());
        }
        reportedFull = filling;
    }

    private void report(Exception away) {
        if (!reported && over.getCount() > 0) {
            reported = true;
            LOG.warn("The queue of the audit can't be drained now: {}", away.toString());
        }
    }

    private static <T> T await(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "Redis: " + (e.getCause() == null ? e : e.getCause()).getMessage(), e);
        }
    }

    /** Waits for the batch that is being stored. */
    @Override
    public void close() throws InterruptedException {
        over.countDown();
        thread.join(5_000);
    }
}
