package dev.wardcast.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.RedisLink;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the changes that access-service announces, and knows whether it hears.
 *
 * <p>Pub/Sub says nothing of messages that were sent while nobody listened, and a connection can be
 * dead for minutes while its socket looks well. So the connection is asked for a sign of life every
 * second, and a lost one is replaced rather than mended: the receiver is told both.
 */
final class AccessFeed implements AutoCloseable {

    /** Calls come from the threads of Redis connections and must not block. */
    interface Receiver {
        /** From now on every change is announced here. */
        void hearing();

        /** From now on changes may go unheard. Told at least once for each {@link #hearing}. */
        void deaf();

        void changed(String message);
    }

    private static final Logger LOG = LoggerFactory.getLogger(AccessFeed.class);
    private static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final RedisLink redis;
    private final Receiver receiver;
    private final Thread thread;
    private volatile boolean closed;
    private boolean reported;

    AccessFeed(RedisLink redis, Receiver receiver) {
        this.redis = redis;
        this.receiver = receiver;
        this.thread = Thread.ofVirtual().name("access-feed").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                follow();
                report("connection lost");
            } catch (RuntimeException | ExecutionException | TimeoutException e) {
                // Whatever it is: a feed that ends for good would leave decisions to what was read.
                report(e.toString());
            } catch (InterruptedException e) {
                return;
            } finally {
                receiver.deaf();
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void report(String why) {
        if (!closed && !reported) {
            LOG.warn("Changes of access are not heard, decisions are read from Redis: {}", why);
            reported = true;
        }
    }

    private void follow() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> lost = new CompletableFuture<>();
        byte[] channel = ProjectionKeys.CHANGES.getBytes(UTF_8);
        try (var connection =
                redis.singleServerClient()
                        .connectPubSub(
                                ByteArrayCodec.INSTANCE, redis.serverOf(ProjectionKeys.CHANGES))) {
            connection.addListener(new Loss(lost));
            connection.addListener(new Changes());
            within(PATIENCE, connection.async().subscribe(channel));
            reported = false;
            receiver.hearing();
            while (!isLostWithin(PROBE_INTERVAL, lost)) {
                within(PATIENCE, connection.async().ping());
            }
        } finally {
            // From here on the old connection can't speak for the next one.
            synchronized (lost) {
                lost.complete(null);
            }
        }
    }

    private static void within(Duration patience, Future<?> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isLostWithin(Duration wait, CompletableFuture<Void> lost)
            throws InterruptedException, ExecutionException {
        try {
            lost.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        }
    }

    private final class Loss implements RedisConnectionStateListener {
        private final CompletableFuture<Void> lost;

        Loss(CompletableFuture<Void> lost) {
            this.lost = lost;
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            // At once, not when the thread wakes: nothing may be cached from here on.
            synchronized (lost) {
                if (lost.complete(null)) {
                    receiver.deaf();
                }
            }
        }
    }

    private final class Changes extends RedisPubSubAdapter<byte[], byte[]> {
        @Override
        public void message(byte[] channel, byte[] message) {
            receiver.changed(new String(message, UTF_8));
        }
    }
}
