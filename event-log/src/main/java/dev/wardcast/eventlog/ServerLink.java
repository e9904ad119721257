package dev.wardcast.eventlog;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server, or the master that Sentinel names. */
final class ServerLink implements RedisLink {

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisClient unmended;
    private final RedisURI uri;
    private final @Nullable MasterWatch watch;
    private volatile StatefulRedisConnection<byte[], byte[]> shared;

    ServerLink(ClientResources resources, RedisClient client, RedisURI uri) {
        this.resources = resources;
        this.client = client;
        this.uri = uri;
        this.unmended = RedisClients.unmended(resources);
        client.setOptions(RedisClients.options(ClientOptions.builder()).build());
        this.shared = client.connect(ByteArrayCodec.INSTANCE);
        this.watch = uri.getSentinels().isEmpty() ? null : new MasterWatch(this);
        if (watch != null) {
            watch.start();
        }
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

    /** Each server counts its connections for itself, so the number alone might repeat. */
    @Override
    public CompletionStage<String> life() {
        var commands = shared.async();
        return commands.info("server")
                .thenCombine(commands.clientId(), (info, id) -> runId(info) + " client " + id);
    }

    private static String runId(String info) {
        return info.lines()
                .filter(line -> line.startsWith("run_id:"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("INFO (expected: a run_id)"));
    }

    @Override
    public RedisURI serverOf(String key) {
        return uri;
    }

    @Override
    public RedisClient singleServerClient() {
        return unmended;
    }

    StatefulRedisConnection<byte[], byte[]> shared() {
        return shared;
    }

    CompletionStage<StatefulRedisConnection<byte[], byte[]>> anotherConnection() {
        return client.connectAsync(ByteArrayCodec.INSTANCE, uri);
    }

    /** From now on everybody uses this connection; what is under way on the other one may end. */
    void share(StatefulRedisConnection<byte[], byte[]> fresh) {
        StatefulRedisConnection<byte[], byte[]> old = shared;
        shared = fresh;
        CompletableFuture.delayedExecutor(
                        COMMAND_TIMEOUT.toMillis(),
                        TimeUnit.MILLISECONDS,
                        resources.eventExecutorGroup())
                .execute(old::closeAsync);
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        unmended.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
