package dev.wardcast.eventlog;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A Cluster. Who is the master of what is asked anew after failures and every five seconds. */
final class ClusterLink implements RedisLink {

    private final ClientResources resources;
    private final RedisClusterClient client;
    private final RedisClient single;
    private final StatefulRedisClusterConnection<byte[], byte[]> shared;

    ClusterLink(ClientResources resources, RedisClusterClient client) {
        this.resources = resources;
        this.client = client;
        ClusterClientOptions.Builder builder = ClusterClientOptions.builder();
        RedisClients.options(builder);
        // A master that was replaced stays in the Cluster's list for good, and whoever asks all
        // masters, as a scan does, would fail until somebody repairs or removes it.
        builder.nodeFilter(node -> !node.is(RedisClusterNode.NodeFlag.FAIL));
        client.setOptions(builder.topologyRefreshOptions(refresh()).build());
        this.shared = client.connect(ByteArrayCodec.INSTANCE);
        this.single = RedisClients.unmended(resources);
    }

    /**
     * By default the client asks again after five attempts in vain to reach a server, and then not
     * for half a minute, which would outlast a failover.
     */
    private static ClusterTopologyRefreshOptions refresh() {
        return ClusterTopologyRefreshOptions.builder()
                .enableAllAdaptiveRefreshTriggers()
                .refreshTriggersReconnectAttempts(1)
                .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                .enablePeriodicRefresh(Duration.ofSeconds(5))
                .build();
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
        RedisClusterNode node = client.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
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
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
