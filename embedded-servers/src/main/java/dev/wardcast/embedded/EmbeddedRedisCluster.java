package dev.wardcast.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A Redis Cluster of masters on the loopback address, without persistence. For tests. */
public final class EmbeddedRedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final List<EmbeddedRedis> nodes = new ArrayList<>();

    private EmbeddedRedisCluster() {}

    /**
     * Starts, deals out the slots in equal shares, and returns when every node calls the state ok.
     *
     * @param masters at least three
     */
    public static EmbeddedRedisCluster start(int masters) {
        if (masters < 3) {
            throw new IllegalArgumentException("masters: " + masters + " (expected: at least 3)");
        }
        EmbeddedRedisCluster cluster = new EmbeddedRedisCluster();
        try {
            for (int i = 0; i < masters; i++) {
                cluster.nodes.add(EmbeddedRedis.builder().clusterEnabled(true).start());
            }
            cluster.assemble();
            cluster.awaitOk();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void assemble() {
        EmbeddedRedis first = nodes.getFirst();
        for (int i = 0; i < nodes.size(); i++) {
            try (Resp resp = new Resp(nodes.get(i).port())) {
                resp.call("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
                int from = SLOTS * i / nodes.size();
                int to = SLOTS * (i + 1) / nodes.size() - 1;
                resp.call("CLUSTER", "ADDSLOTSRANGE", "" + from, "" + to);
                if (i > 0) {
                    resp.call(
                            "CLUSTER",
                            "MEET",
                            "127.0.0.1",
                            "" + first.port(),
                            "" + first.busPort());
                }
            } catch (IOException e) {
                throw new UncheckedIOException("node " + nodes.get(i).url(), e);
            }
        }
    }

    /** Waits until every running node knows all nodes and serves. */
    public void awaitOk() {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        for (EmbeddedRedis node : nodes) {
            while (node.isRunning() && !isOk(node)) {
                if (System.nanoTime() > deadline) {
                    throw new EmbeddedServerException(
                            "the cluster was not ok within "
                                    + START_TIMEOUT.toSeconds()
                                    + " s, as seen by "
                                    + node.url());
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
    }

    private boolean isOk(EmbeddedRedis node) {
        try (Resp resp = new Resp(node.port())) {
            String info = resp.call("CLUSTER", "INFO");
            return info.contains("cluster_state:ok")
                    && info.contains("cluster_known_nodes:" + nodes.size() + "\r\n")
                    && info.contains("cluster_slots_ok:" + SLOTS + "\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    /** The nodes, to stop, kill or start one; each keeps its port, its slots and its identity. */
    public List<EmbeddedRedis> nodes() {
        return List.copyOf(nodes);
    }

    /** {@code redis-cluster://127.0.0.1:p1,127.0.0.1:p2,…}. */
    public String uri() {
        return nodes.stream()
                .map(node -> "127.0.0.1:" + node.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    @Override
    public void close() {
        nodes.forEach(EmbeddedRedis::close);
    }
}
