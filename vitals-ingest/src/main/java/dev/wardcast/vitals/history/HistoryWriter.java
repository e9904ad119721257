package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.Lease;
import dev.wardcast.eventlog.vitals.SampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import dev.wardcast.vitals.follow.PartitionWork;
import io.micrometer.core.instrument.Counter;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every sample to the history exactly once: the rows and the position in the queue move in
 * one transaction, and only from the position that this node thinks it is at. A node that is killed
 * before the commit has written nothing; one that was taken over can't write any more.
 */
final class HistoryWriter implements PartitionWork {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
    private static final int NOT_OURS = -1;
    private static final SampleRows COPY = new SampleCopy();
    private static final SampleRows INSERT = new SampleInsert();

    /** For so long, rows of the history need not wait for the disk of the database. */
    private static final long LONGEST_RELAXED = Duration.ofSeconds(1).toNanos();

    private final TransactionOperations<Connection> transactions;
    private final WeekKeeper weeks;
    private final SampleQueue queue;
    private final Executor blocking;
    private final Counter rows;

    /** By partition: when its rows were last on the disk for sure. */
    private final Map<Integer, Long> durableAt = new ConcurrentHashMap<>();

    HistoryWriter(
            TransactionOperations<Connection> transactions,
            WeekKeeper weeks,
            SampleQueue queue,
            Executor blocking,
            Counter rows) {
        this.transactions = transactions;
        this.weeks = weeks;
        this.queue = queue;
        this.blocking = blocking;
        this.rows = rows;
    }

    @Override
    public String reader() {
        return SampleQueue.HISTORY;
    }

    @Override
    public CompletionStage<String> position(int partition) {
        return onBlockingThread(() ->
                transactions.executeRead(
                        status -> QueuePosition.of(status.getConnection(), partition)));
    }

    @Override
    public CompletionStage<Boolean> process(
            int partition, String after, List<Entry> entries, Lease lease) {
        String last = entries.getLast().id();
        long now = System.nanoTime();
        Long before = durableAt.get(partition);
        boolean relaxed = before != null && now - before < LONGEST_RELAXED;
        return onBlockingThread(() -> write(partition, after, last, entries, relaxed))
                .thenApply(written -> {
                    if (written && !relaxed) {
                        durableAt.put(partition, now);
                        // Only lets the queue shrink: nobody waits for it. Not before the rows are
                        // on the disk: what a crash takes from there is read from the queue again.
                        queue.confirm(SampleQueue.HISTORY, partition, last);
                    }
                    return written;
                });
    }

    private boolean write(
            int partition, String after, String last, List<Entry> entries, boolean relaxed) {
        int written = store(new Batch(partition, after, last, entries, relaxed), COPY, false);
        if (written == NOT_OURS) {
            return false;
        }
        rows.increment(written);
        if (written < entries.size()) {
            // Ids can come again only if Redis lost its data and its clock went back as well.
            LOG.error(
                    "partition {}: the history had {} entries already",
                    partition,
                    entries.size() - written);
        }
        return true;
    }

    /** What COPY can't do is told by its failure, so that the usual batch pays nothing for it. */
    private int store(Batch batch, SampleRows how, boolean hasWeeks) {
        try {
            return transactions.executeWrite(status -> batch.store(status.getConnection(), how));
        } catch (Exception failure) {
            // An SQLException too, although executeWrite doesn't say so.
            String state = SqlState.of(failure);
            if (state.equals(SqlState.NO_PARTITION) && !hasWeeks) {
                weeks.make(batch.weeks());
                return store(batch, how, true);
            }
            if (state.equals(SqlState.NOT_UNIQUE) && how == COPY) {
                return store(batch, INSERT, hasWeeks);
            }
            throw failure;
        }
    }

    private record Batch(
            int partition, String after, String last, List<Entry> entries, boolean relaxed) {

        int store(Connection connection, SampleRows how) throws SQLException {
            if (relaxed) {
                relax(connection);
            }
            return QueuePosition.move(connection, partition, after, last)
                    ? how.write(connection, partition, entries)
                    : NOT_OURS;
        }

        Set<LocalDate> weeks() {
            return entries.stream()
                    .map(entry -> Weeks.of(entry.sample().takenAt()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void relax(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local synchronous_commit to off");
        }
    }

    private <T> CompletableFuture<T> onBlockingThread(Callable<T> task) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                blocking);
    }
}
