package dev.wardcast.eventlog.follow;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LuaScript;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.SessionLoop;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a partition's subscription connected to the server that has the partition now. A broken
 * connection is not repaired but replaced: what was missed is found by reading, and another server
 * behind the same name begins another epoch.
 */
final class HubLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HubLink.class);
    private static final LuaScript BEGIN_EPOCH = LuaScript.load("begin-epoch.lua");
    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);
    private static final long TIMEOUT_SECONDS = 5;

    /** What a hub does with its link; called on threads of the link, must not block. */
    interface Listener {
        void connected(Session session);

        void heard(Session session, String channel, byte[] message);

        void disconnected(Session session);
    }

    private final RedisLink redis;
    private final String logKey;
    private final String nodeChannel;
    private final Listener listener;
    private final SessionLoop sessions;

    /**
     * @param nodeChannel what a session listens to from its beginning
     */
    HubLink(RedisLink redis, Keys keys, int partition, String nodeChannel, Listener listener) {
        this.redis = redis;
        this.logKey = keys.log(partition);
        this.nodeChannel = nodeChannel;
        this.listener = listener;
        this.sessions = new SessionLoop("hub-link-" + partition, this::runSession);
    }

    void start() {
        sessions.start();
    }

    /** One connection, from its birth to its end. */
    final class Session {
        private final StatefulRedisPubSubConnection<String, byte[]> connection;
        private final String server;
        private final String epoch;
        private final CountDownLatch over = new CountDownLatch(1);

        private Session(
                StatefulRedisPubSubConnection<String, byte[]> connection,
                String server,
                String epoch) {
            this.connection = connection;
            this.server = server;
            this.epoch = epoch;
        }

        /** The epoch that held when the connection was made. */
        String epoch() {
            return epoch;
        }

        CompletionStage<Void> listenTo(List<String> channels) {
            return connection.async().ssubscribe(channels.toArray(String[]::new));
        }

        CompletionStage<Void> stopListeningTo(List<String> channels) {
            return connection.async().sunsubscribe(channels.toArray(String[]::new));
        }

        /** Events are missing that were there: every position of this epoch becomes invalid. */
        CompletionStage<String> declareBroken(String epoch) {
            return beginEpoch(server, epoch);
        }

        /** Gives the connection up; the link makes another one. */
        void abandon(String why) {
            LOG.warn("giving up a subscription to Redis: {}", why);
            over.countDown();
        }
    }

    private void runSession() throws Exception {
        RedisURI server = redis.serverOf(logKey);
        var client = redis.singleServerClient();
        try (var connection =
                client.connectPubSubAsync(CODEC, server)
                        .toCompletableFuture()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            String info = connection.async().info("server").get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            String identity = identityOf(info);
            String epoch =
                    beginEpoch(identity, "")
                            .toCompletableFuture()
                            .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Session session = new Session(connection, identity, epoch);
            connection.addListener(
                    new RedisPubSubAdapter<>() {
                        @Override
                        public void smessage(String channel, byte[] message) {
                            listener.heard(session, channel, message);
                        }
                    });
            connection.addListener(
                    new RedisConnectionStateListener() {
                        @Override
                        public void onRedisDisconnected(
                                io.lettuce.core.RedisChannelHandler<?, ?> handler) {
                            session.over.countDown();
                        }
                    });
            session.listenTo(List.of(nodeChannel))
                    .toCompletableFuture()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!connection.isOpen()) {
                return;
            }
            listener.connected(session);
            try {
                session.over.await();
            } finally {
                listener.disconnected(session);
            }
        }
    }

    private CompletionStage<String> beginEpoch(String server, String broken) {
        byte[][] args = {bytes(server), bytes(RedisEventLog.newEpoch()), bytes(broken)};
        return BEGIN_EPOCH
                .<List<byte[]>>eval(redis.commands(), new byte[][] {bytes(logKey)}, args)
                .thenApply(reply -> new String(reply.get(0), StandardCharsets.US_ASCII));
    }

    private static String identityOf(String info) {
        return info.lines()
                .filter(line -> line.startsWith("run_id:"))
                .map(line -> line.substring("run_id:".length()).strip())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("INFO (expected: a run_id)"));
    }

    @Override
    public void close() {
        sessions.close();
    }
}
