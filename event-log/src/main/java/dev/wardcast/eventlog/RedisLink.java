package dev.wardcast.eventlog;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
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
public sealed interface RedisLink extends AutoCloseable permits ServerLink, ClusterLink {

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
        ClientResources resources = RedisClients.resources();
        Matcher cluster = CLUSTER.matcher(uri);
        if (cluster.matches()) {
            List<RedisURI> seeds =
                    Arrays.stream(cluster.group(2).split(","))
                            .map(node -> RedisURI.create(cluster.group(1) + "://" + node))
                            .toList();
            return new ClusterLink(resources, RedisClusterClient.create(resources, seeds));
        }
        RedisURI server = RedisURI.create(uri);
        return new ServerLink(resources, RedisClient.create(resources, server), server);
    }

    /** The connection that everything shares that does not block. Pipelined. */
    RedisClusterAsyncCommands<byte[], byte[]> commands();

    /**
     * A connection of its own, for commands that block; close it through {@link Dedicated#close}.
     */
    Dedicated dedicate();

    /**
     * Changes whenever Redis may have gone back in time or lost everything: after a lost connection
     * to a single server or to the master that Sentinel named, after a failover in a Cluster.
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
}
