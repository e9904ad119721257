package dev.wardcast.eventlog;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to Redis, a single server (or Sentinel) or a Cluster, behind one set of commands.
 *
 * <p>While Redis is away, commands fail at once instead of piling up.
 */
public sealed interface RedisLink extends AutoCloseable {

    /** How long a command may take before it fails. */
    Duration COMMAND_TIMEOUT = Duration.ofSeconds(5);

    Pattern CLUSTER = Pattern.compile("(rediss?)-cluster://(.+)");

    /**
     * Connects.
     *
     * @param uri {@code redis://host:port}, {@code rediss://…}, {@code redis-sentinel://…#master},
     *     or for a Cluster {@code redis-cluster://host:port,host:port}, {@code rediss-cluster://…}.
     *     A password stands before each host of a Cluster, {@code :password@host:port}
     */
    static RedisLink connect(String uri) {
        ClientResources resources = ClientResources.create();
        Matcher cluster = CLUSTER.matcher(uri);
        if (cluster.matches()) {
            List<RedisURI> seeds =
                    Arrays.stream(cluster.group(2).split(","))
                            .map(node -> RedisURI.create(cluster.group(1) + "://" + node))
                            .toList();
            return new Cluster(resources, RedisClusterClient.create(resources, seeds));
        }
        RedisURI server = RedisURI.create(uri);
        return new Single(resources, RedisClient.create(resources, server), server);
    }

    /** The connection that everything shares that does not block. Pipelined. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /**
     * A connection of its own, for commands that block; close it through {@link Dedicated#close}.
     */
    Dedicated dedicate();

    /**
     * Changes whenever Redis may have gone back in time or lost everything: after a lost connection
     * to a single server, after a failover in a Cluster.
     */
    CompletionStage<String> life();

    /** The address of the server that has this key now. */
    RedisURI serverOf(String key);

    /**
     * For connections to one server, wherever {@link #serverOf} says it is. They are not repaired
     * when they break, because whoever holds one has to know.
     */
    RedisClient singleServerClient();

    @Override
    void close();

    record Dedicated(
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            StatefulConnection<byte[], byte[]> connection)
            implements AutoCloseable {
        @Override
        public void close() {
            connection.closeAsync();
        }
    }

    private static RedisClient unmendedClient(ClientResources resources) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options(ClientOptions.builder()).autoReconnect(false).build());
        return client;
    }

    private static ClientOptions.Builder options(ClientOptions.Builder builder) {
        return builder.autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(100_000)
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
                .socketOptions(
                        SocketOptions.builder()
                                .connectTimeout(Duration.ofSeconds(2))
                                .keepAlive(true)
                                .tcpNoDelay(true)
                                .build());
    }

    /** One server, or the master that Sentinel names. */
    final class Single implements RedisLink {
        private final ClientResources resources;
        private final RedisClient client;
        private final RedisClient unmended;
        private final RedisURI uri;
        private final io.lettuce.core.api.StatefulRedisConnection<byte[], byte[]> shared;

        Single(ClientResources resources, RedisClient client, RedisURI uri) {
            this.resources = resources;
            this.client = client;
            this.uri = uri;
            this.unmended = unmendedClient(resources);
            client.setOptions(options(ClientOptions.builder()).build());
            this.shared = client.connect(ByteArrayCodec.INSTANCE);
        }

        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return shared.async();
        }

        @Override
        public Dedicated dedicate() {
            var connection = client.connect(ByteArrayCodec.INSTANCE);
            return new Dedicated(connection.async(), connection);
        }

        @Override
        public CompletionStage<String> life() {
            return shared.async().clientId().thenApply(id -> "client " + id);
        }

        @Override
        public RedisURI serverOf(String key) {
            return uri;
        }

        @Override
        public RedisClient singleServerClient() {
            return unmended;
        }

        @Override
        public void close() {
            unmended.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            resources.shutdown(0, 2, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    /** A Cluster; the topology is refreshed on failures and every ten seconds. */
    final class Cluster implements RedisLink {
        private final ClientResources resources;
        private final RedisClusterClient client;
        private final RedisClient single;
        private final io.lettuce.core.cluster.api.StatefulRedisClusterConnection<byte[], byte[]>
                shared;

        Cluster(ClientResources resources, RedisClusterClient client) {
            this.resources = resources;
            this.client = client;
            ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
            options(builder);
            client.setOptions(
                    builder.topologyRefreshOptions(
                                    ClusterTopologyRefreshOptions.builder()
                                            .enableAllAdaptiveRefreshTriggers()
                                            .enablePeriodicRefresh(Duration.ofSeconds(10))
                                            .build())
                            .build());
            this.shared = client.connect(ByteArrayCodec.INSTANCE);
            this.single = unmendedClient(resources);
        }

        @Override
        public RedisClusterAsyncCommands<byte[], byte[]> commands() {
            return shared.async();
        }

        @Override
        public Dedicated dedicate() {
            var connection = client.connect(ByteArrayCodec.INSTANCE);
            return new Dedicated(connection.async(), connection);
        }

        @Override
        public CompletionStage<String> life() {
            return shared.async()
                    .clusterInfo()
                    .thenApply(info ->
                            info.lines()
                                    .filter(line -> line.startsWith("cluster_current_epoch"))
                                    .findFirst()
                                    .orElse(""));
        }

        @Override
        public RedisURI serverOf(String key) {
            RedisClusterNode node =
                    client.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
            if (node == null) {
                throw new IllegalStateException("no master for the slot of " + key);
            }
            return node.getUri();
        }

        @Override
        public RedisClient singleServerClient() {
            return single;
        }

        @Override
        public void close() {
            single.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            resources.shutdown(0, 2, java.util.concurrent.TimeUnit.SECONDS);
        }
    }
}
