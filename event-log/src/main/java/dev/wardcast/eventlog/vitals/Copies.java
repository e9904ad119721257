package dev.wardcast.eventlog.vitals;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Writes that are done when so many replicas have them, which is what it takes to survive the death
 * of a master.
 *
 * <p>To wait for replicas stops a connection and speaks of that connection's own writes. Hence each
 * place has one of its own, to the server that has its key; it is given up when anything fails,
 * because then another server may have the key.
 *
 * @param replicas how many must have a write; 0 asks none, and writes on the shared connection
 * @param patience how long to wait for them, at least a millisecond and less than {@link
 *     RedisLink#COMMAND_TIMEOUT}
 */
public record Copies(int replicas, Duration patience) {

    /** The master alone. */
    public static final Copies NONE = new Copies(0, Duration.ofSeconds(1));

    public Copies {
        if (replicas < 0) {
            throw new IllegalArgumentException("replicas: " + replicas + " (expected: >= 0)");
        }
        if (patience.toMillis() < 1 || patience.compareTo(RedisLink.COMMAND_TIMEOUT) >= 0) {
            throw new IllegalArgumentException(
                    "replicas-patience: "
                            + patience
                            + " (expected: 1ms or more, less than "
                            + RedisLink.COMMAND_TIMEOUT
                            + ")");
        }
    }

    /** The writes of one user of Redis. */
    Writer writer(RedisLink link) {
        return new Writer(link, this);
    }

    static final class Writer {
        private final RedisLink link;
        private final Copies copies;
        private final ConcurrentHashMap<
                        String, CompletableFuture<StatefulRedisConnection<byte[], byte[]>>>
                connections = new ConcurrentHashMap<>();

        private Writer(RedisLink link, Copies copies) {
            this.link = link;
            this.copies = copies;
        }

        /**
         * @param key of what is written; there is a connection for each
         * @return the answer, once enough replicas have the write; fails with {@link
         *     TooFewCopiesException} where the master alone, or too few, have it
         */
        <T> CompletionStage<T> write(
                String key,
                Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> write) {
            if (copies.replicas == 0) {
                return write.apply(link.commands());
            }
            var connection = connections.computeIfAbsent(key, this::connect);
            return connection
                    .thenCompose(open -> writeAndWait(open.async(), write))
                    .whenComplete((answer, failure) -> {
                        if (failure != null && !isRefusal(failure)) {
                            giveUp(key, connection);
                        }
                    });
        }

        private CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connect(String key) {
            return link.singleServerClient()
                    .connectAsync(ByteArrayCodec.INSTANCE, link.serverOf(key))
                    .toCompletableFuture();
        }

        private <T> CompletionStage<T> writeAndWait(
                RedisClusterAsyncCommands<byte[], byte[]> commands,
                Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> write) {
            return write.apply(commands)
                    .thenCompose(answer ->
                            commands.waitForReplication(copies.replicas, copies.patience.toMillis())
                                    .thenApply(reached -> {
                                        if (reached < copies.replicas) {
                                            throw new TooFewCopiesException(
                                                    reached, copies.replicas);
                                        }
                                        return answer;
                                    }));
        }

        /** Said by a server that is the right one. */
        private static boolean isRefusal(Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
            return cause instanceof TooFewCopiesException
                    || String.valueOf(cause.getMessage()).startsWith(RedisSampleQueue.FULL);
        }

        private void giveUp(
                String key, CompletableFuture<StatefulRedisConnection<byte[], byte[]>> connection) {
            if (connections.remove(key, connection)) {
                connection.thenAccept(StatefulRedisConnection::closeAsync);
            }
        }
    }
}
