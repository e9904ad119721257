package dev.wardcast.vitals.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.vitals.RedisSampleQueue;
import dev.wardcast.eventlog.vitals.SampleQueue;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's part in following the queue for one kind of work. Nodes that do the same work divide
 * the partitions evenly; those of a node that dies are taken over when its leases end.
 */
public final class Followers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);
    private static final LuaScript COUNT_NODES = LuaScript.load("count-nodes.lua");
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private final RedisLink link;
    private final String reader;
    private final Duration lease;
    private final String node = UUID.randomUUID().toString();
    private final PartitionShare share = new PartitionShare();
    private final List<Thread> threads = new ArrayList<>();

    private Followers(RedisLink link, String reader, Duration lease) {
        this.link = link;
        this.reader = reader;
        this.lease = lease;
    }

    /** Begins to follow, on threads of its own. */
    public static Followers start(
            RedisLink link, RedisSampleQueue queue, PartitionWork work, Pace pace) {
        Followers followers = new Followers(link, work.reader(), pace.lease());
        followers.startThread("presence", followers::keepCounting);
        for (int partition = 0; partition < SampleQueue.PARTITIONS; partition++) {
            followers.startThread(
                    Integer.toString(partition),
                    new PartitionFollower(
                            partition,
                            work,
                            queue,
                            queue.lease(work.reader(), partition, followers.node, pace.lease()),
                            followers.share,
                            pace));
        }
        return followers;
    }

    /** How many partitions this node follows now. */
    public int held() {
        return share.held();
    }

    private void startThread(String name, Runnable task) {
        threads.add(Thread.ofVirtual().name("wardcast-" + reader + "-" + name).start(task));
    }

    private void keepCounting() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                share.nodes(
                        countNodes(lease)
                                .toCompletableFuture()
                                .get(lease.toNanos(), TimeUnit.NANOSECONDS));
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                // The last count stands; the leases see to it that nothing is followed twice.
                LOG.debug("{}: nodes not counted: {}", reader, e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(lease.dividedBy(PartitionFollower.BEATS_PER_LEASE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletionStage<Long> countNodes(Duration validFor) {
        return COUNT_NODES.eval(
                link.commands(),
                ScriptOutputType.INTEGER,
                new byte[][] {("wc:follow:" + reader + ":nodes").getBytes(UTF_8)},
                new byte[][] {
                    node.getBytes(UTF_8), Long.toString(validFor.toMillis()).getBytes(UTF_8)
                });
    }

    /** Stops and gives the partitions up at once, for other nodes to take. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE_AT_CLOSE);
            }
            countNodes(Duration.ZERO)
                    .toCompletableFuture()
                    .get(PATIENCE_AT_CLOSE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("{}: left without saying so: {}", reader, e.toString());
        }
    }
}
