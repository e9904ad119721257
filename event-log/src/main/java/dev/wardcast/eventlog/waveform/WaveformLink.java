package dev.wardcast.eventlog.waveform;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.SessionLoop;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one connection for the waveforms of a partition, to the server that has it now. A broken
 * connection is replaced, and one on which nothing is answered counts as broken.
 */
final class WaveformLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WaveformLink.class);
    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);
    private static final long TIMEOUT_SECONDS = 5;

    /** Called on threads of the link, must not block. */
    interface Listener {
        void connected(Session session);

        void heard(String channel, byte[] message);

        void disconnected(Session session);
    }

    private final RedisLink redis;
    private final int partition;
    private final Duration check;
    private final Listener listener;
    private final SessionLoop sessions;

    WaveformLink(RedisLink redis, int partition, Duration check, Listener listener) {
        this.redis = redis;
        this.partition = partition;
        this.check = check;
        this.listener = listener;
        this.sessions = new SessionLoop("waveform-link-" + partition, this::runSession);
    }

    void start() {
        sessions.start();
    }

    /** One connection, from its birth to its end. */
    static final class Session {
        private final StatefulRedisPubSubConnection<String, byte[]> connection;
        private final CountDownLatch over = new CountDownLatch(1);

        private Session(StatefulRedisPubSubConnection<String, byte[]> connection) {
            this.connection = connection;
        }

        CompletionStage<Void> listenTo(List<String> channels) {
            return connection.async().ssubscribe(channels.toArray(String[]::new));
        }

        void stopListeningTo(String channel) {
            connection.async().sunsubscribe(channel);
        }

        /** Gives the connection up; the link makes another one. */
        void abandon(String why) {
            LOG.warn("giving up a connection for waveforms: {}", why);
            over.countDown();
        }
    }

    private void runSession() throws Exception {
        try (var connection =
                redis.singleServerClient()
                        .connectPubSubAsync(CODEC, redis.serverOf(WaveformKeys.tag(partition)))
                        .toCompletableFuture()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            Session session = new Session(connection);
            connection.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void smessage(String channel, byte[] message) {
                            listener.heard(channel, message);
                        }
                    });
            connection.addListener(
                    new RedisConnectionStateListener() {
                        @Override
                        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                            session.over.countDown();
                        }
                    });
            if (!connection.isOpen()) {
                return;
            }
            listener.connected(session);
            try {
                while (!session.over.await(check.toMillis(), TimeUnit.MILLISECONDS)) {
                    // A server that is gone without a word leaves a connection that looks well.
                    connection.async().ping().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                }
            } finally {
                listener.disconnected(session);
            }
        }
    }

    @Override
    public void close() {
        sessions.close();
    }
}
