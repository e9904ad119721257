package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Listens to a channel of a single Redis, and writes down the ids of what is announced there. */
final class Ear implements AutoCloseable {

    private final String channel;
    private final RedisClient client;
    private final StatefulRedisPubSubConnection<String, byte[]> connection;
    private final Collection<String> ids = new ConcurrentLinkedQueue<>();

    Ear(String url, String channel) {
        this.channel = channel;
        this.client = RedisClient.create(url);
        this.connection =
                client.connectPubSub(RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE));
        connection.addListener(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void smessage(String from, byte[] message) {
                        ids.add(LogEvent.announced(0, from, message).id());
                    }
                });
    }

    /** Returns when Redis knows of it. */
    void listen() {
        connection.sync().ssubscribe(channel);
    }

    void stop() {
        connection.sync().sunsubscribe(channel);
    }

    List<String> heard() {
        return new ArrayList<>(ids);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
    }
}
