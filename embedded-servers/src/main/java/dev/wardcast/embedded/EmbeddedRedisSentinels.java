package dev.wardcast.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Redis master with replicas, and three Sentinels that make a replica the master when they lose
 * it: they miss it after two seconds. On the loopback address, without persistence. For tests.
 */
public final class EmbeddedRedisSentinels implements AutoCloseable {

    private static final String NAME = RedisSentinel.MASTER_NAME;
    private static final int SENTINELS = 3;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("address=127\\.0\\.0\\.1:(\\d+)");

    private final List<EmbeddedRedis> servers = new ArrayList<>();
    private final List<RedisSentinel> sentinels = new ArrayList<>();

    private EmbeddedRedisSentinels() {}

    /**
     * Starts, and returns when every Sentinel knows the others and all replicas, which have what
     * the master has.
     *
     * @param replicas at least one
     */
    public static EmbeddedRedisSentinels start(int replicas) {
        if (replicas < 1) {
            throw new IllegalArgumentException("replicas: " + replicas + " (expected: at least 1)");
        }
        EmbeddedRedisSentinels all = new EmbeddedRedisSentinels();
        try {
            EmbeddedRedis master = EmbeddedRedis.builder().start();
            all.servers.add(master);
            for (int i = 0; i < replicas; i++) {
                all.servers.add(EmbeddedRedis.builder().replicaOf(master).start());
            }
            for (EmbeddedRedis replica : all.servers.subList(1, all.servers.size())) {
                all.await("a replica", () -> info(replica).contains("master_link_status:up"));
            }
            for (int i = 0; i < SENTINELS; i++) {
                all.sentinels.add(RedisSentinel.start(master.port()));
            }
            String known = ",slaves=%d,sentinels=%d".formatted(replicas, SENTINELS);
            for (RedisSentinel sentinel : all.sentinels) {
                all.await(
                        "a Sentinel",
                        () -> {
                            String seen = sentinel.seen();
                            return seen.contains("status=ok") && seen.contains(known);
                        });
            }
            return all;
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private static String info(EmbeddedRedis server) {
        try (Resp resp = new Resp(server.port())) {
            return resp.call("INFO", "replication");
        } catch (IOException away) {
            return "";
        }
    }

    private void await(String who, BooleanSupplier ready) {
        Waiting.until(who + " is not ready", START_TIMEOUT, ready);
    }

    /** Master and replicas, whichever is what now; to stop, kill, pause or start one. */
    public List<EmbeddedRedis> servers() {
        return List.copyOf(servers);
    }

    /** The server that the Sentinels call the master and that is one; empty amid a failover. */
    public Optional<EmbeddedRedis> master() {
        List<Integer> named = sentinels.stream().map(EmbeddedRedisSentinels::masterPort).toList();
        return servers.stream()
                .filter(server -> named.stream().allMatch(port -> port == server.port()))
                .filter(server -> info(server).contains("role:master"))
                .findFirst();
    }

    private static int masterPort(RedisSentinel sentinel) {
        Matcher address = ADDRESS.matcher(sentinel.seen());
        return address.find() ? Integer.parseInt(address.group(1)) : 0;
    }

    /** {@code redis-sentinel://127.0.0.1:p1,127.0.0.1:p2,127.0.0.1:p3#wardcast}. */
    public String uri() {
        return sentinels.stream()
                .map(sentinel -> "127.0.0.1:" + sentinel.port())
                .collect(Collectors.joining(",", "redis-sentinel://", "#" + NAME));
    }

    @Override
    public void close() {
        sentinels.forEach(RedisSentinel::close);
        servers.forEach(EmbeddedRedis::close);
    }
}
