package dev.wardcast.alerts.work;

import dev.wardcast.eventlog.vitals.SampleQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that every partition has one node that works on it, and that nodes share fairly. A
 * node that dies is replaced when its lease ends; one that leaves hands over at once.
 */
final class PartitionKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionKeeper.class);

    private final String node;
    private final PartitionTable table;
    private final LatestRules rules;
    private final Function<Claim, PartitionWorker> workers;
    private final WorkMeters meters;
    private final Duration heartbeat;
    private final Thread thread;
    private final Map<Integer, PartitionWorker> working = new HashMap<>();
    private volatile boolean closed;
    private boolean prepared;
    private boolean failing;

    /**
     * @param node a name that no other node has, nor this one after a restart
     * @param rules for all of the workers; listens for as long as this works
     * @param heartbeat well below the length of the table's leases
     */
    PartitionKeeper(
            String node,
            PartitionTable table,
            LatestRules rules,
            Function<Claim, PartitionWorker> workers,
            WorkMeters meters,
            Duration heartbeat) {
        this.node = node;
        this.table = table;
        this.rules = rules;
        this.workers = workers;
        this.meters = meters;
        this.heartbeat = heartbeat;
        this.thread = Thread.ofVirtual().name("partition-keeper").unstarted(this::run);
    }

    void start() {
        rules.start();
        thread.start();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(15));
        rules.close();
    }

    private void run() {
        while (!closed) {
            try {
                beat();
                failing = false;
            } catch (SQLException | RuntimeException e) {
                // The workers go on: each of their transactions checks its claim anyway.
                if (!failing && !closed) {
                    LOG.warn("partitions can't be looked after: {}", e.toString());
                }
                failing = true;
            }
            try {
                Thread.sleep(heartbeat);
            } catch (InterruptedException e) {
                break;
            }
        }
        leave();
    }

    private void beat() throws SQLException {
        if (!prepared) {
            table.prepare(SampleQueue.PARTITIONS);
            prepared = true;
        }
        int nodes = Math.max(1, table.beat(node));
        int share = Math.ceilDiv(SampleQueue.PARTITIONS, nodes);
        Set<Claim> held = table.renew(node);
        for (PartitionWorker worker : List.copyOf(working.values())) {
            if (worker.isDone() || !held.contains(worker.claim())) {
                end(List.of(worker));
            }
        }
        List<PartitionWorker> tooMany =
                working.values().stream().limit(Math.max(0, working.size() - share)).toList();
        end(tooMany);
        for (Claim claim : table.claim(node, share - working.size())) {
            LOG.info("partition {}: ours, fence {}", claim.partition(), claim.fence());
            working.put(claim.partition(), workers.apply(claim));
        }
        meters.partitions(working.size());
    }

    /** Stops them, and only then lets others have their partitions. */
    private void end(List<PartitionWorker> ending) throws SQLException {
        ending.forEach(PartitionWorker::stop);
        for (PartitionWorker worker : ending) {
            try {
                worker.awaitStop();
            } catch (InterruptedException e) {
                // The node is closing; the fence protects what the worker still does.
                closed = true;
            }
            working.remove(worker.claim().partition());
            table.release(worker.claim());
        }
    }

    private void leave() {
        try {
            end(new ArrayList<>(working.values()));
            table.leave(node);
        } catch (SQLException e) {
            LOG.warn("partitions: left without a word, the leases will end: {}", e.toString());
        }
        meters.partitions(0);
    }
}
