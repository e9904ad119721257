package dev.wardcast.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A Redis Cluster on the loopback address, without persistence. Its nodes miss each other after two
 * seconds; then a replica takes the place of a lost master. For tests.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final int masters;
    private final List<EmbeddedRedis> nodes = new ArrayList<>();

    private EmbeddedRedisCluster(int masters) {
        this.masters = masters;
    }

    /** Masters alone, as {@link #start(int, int)} with no replicas. */
    public static EmbeddedRedisCluster start(int masters) {
        return start(masters, 0);
    }

    /**
     * Starts, deals out the slots in equal shares, and returns when every node calls the state ok
     * and every replica has what its master has.
     *
     * @param masters at least three
     * @param replicas of each master
     */
    public static EmbeddedRedisCluster start(int masters, int replicas) {
        if (masters < 3) {
            throw new IllegalArgumentException("masters: " + masters + " (expected: at least 3)");
        }
        EmbeddedRedisCluster cluster = new EmbeddedRedisCluster(masters);
        try {
            for (int i = 0; i < masters * (1 + replicas); i++) {
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
            EmbeddedRedis node = nodes.get(i);
            call(node, "CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
            if (i < masters) {
                int from = SLOTS * i / masters;
                int to = SLOTS * (i + 1) / masters - 1;
                call(node, "CLUSTER", "ADDSLOTSRANGE", "" + from, "" + to);
            }
            if (i > 0) {
                String port = "" + first.port();
                call(node, "CLUSTER", "MEET", "127.0.0.1", port, "" + first.busPort());
            }
        }
        for (int i = masters; i < nodes.size(); i++) {
            EmbeddedRedis replica = nodes.get(i);
            String master = call(nodes.get(i % masters), "CLUSTER", "MYID");
            await(replica, () -> knowsAll(replica));
            // Refused until it has heard of this master.
            await(replica, () -> tried(replica, "CLUSTER", "REPLICATE", master));
        }
    }

    /** Waits until every running node knows all nodes and serves. */
    public void awaitOk() {
        for (EmbeddedRedis node : nodes) {
            await(node, () -> !node.isRunning() || isOk(node));
        }
    }

    private static void await(EmbeddedRedis node, BooleanSupplier condition) {
        Waiting.until(
                "the cluster is not ok, as seen by " + node.url() + ",", START_TIMEOUT, condition);
    }

    private boolean isOk(EmbeddedRedis node) {
        String info = asked(node, "CLUSTER", "INFO");
        return info.contains("cluster_state:ok")
                && info.contains("cluster_slots_ok:" + SLOTS + "\r\n")
                && knowsAll(node)
                && !asked(node, "INFO", "replication").contains("master_link_status:down");
    }

    private boolean knowsAll(EmbeddedRedis node) {
        return asked(node, "CLUSTER", "INFO")
                .contains("cluster_known_nodes:" + nodes.size() + "\r\n");
    }

    private static String call(EmbeddedRedis node, String... words) {
        try (Resp resp = new Resp(node.port())) {
            return resp.call(words);
        } catch (IOException e) {
            throw new UncheckedIOException("node " + node.url(), e);
        }
    }

    private static boolean tried(EmbeddedRedis node, String... words) {
        try (Resp resp = new Resp(node.port())) {
            resp.call(words);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    private static String asked(EmbeddedRedis node, String... words) {
        try (Resp resp = new Resp(node.port())) {
            return resp.call(words);
        } catch (IOException away) {
            return "";
        }
    }

    /** The nodes, to stop, kill or start one; each keeps its port, its slots and its identity. */
    public List<EmbeddedRedis> nodes() {
        return List.copyOf(nodes);
    }

    /** The master that serves this key now; empty amid a failover. */
    public Optional<EmbeddedRedis> masterOf(String key) {
        return nodes.stream()
                .filter(EmbeddedRedis::isRunning)
                .filter(n -> serves(n, key))
                .findAny();
    }

    /** Anybody but its master refers a reader of the key to that one. */
    private static boolean serves(EmbeddedRedis node, String key) {
        return asked(node, "INFO", "replication").contains("role:master")
                && tried(node, "EXISTS", key);
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
