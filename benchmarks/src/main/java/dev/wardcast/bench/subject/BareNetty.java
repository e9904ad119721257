package dev.wardcast.bench.subject;

import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import dev.wardcast.embedded.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.util.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** {@link BareNettyServer} as a process of its own: what this machine gives to a JVM at most. */
final class BareNetty implements Subject {

    private final Setting setting;
    private final EmbeddedRedis redis;
    private final ChildProcess server;
    private final int port;
    private final ChannelPublisher publisher;

    private BareNetty(Setting setting, EmbeddedRedis redis, ChildProcess server, int port) {
        this.setting = setting;
        this.redis = redis;
        this.server = server;
        this.port = port;
        this.publisher = new ChannelPublisher(redis.url());
    }

    static BareNetty start(Setting setting) {
        int port = ChildProcess.freePort();
        EmbeddedRedis redis = EmbeddedRedis.builder().start();
        ChildProcess server =
                ChildProcess.java(
                        ChildProcess.directory("netty"),
                        Map.of(),
                        BareNettyServer.class.getName(),
                        redis.url(),
                        Integer.toString(port),
                        setting.transport().name());
        return new BareNetty(setting, redis, server.awaitPort(port), port);
    }

    static String description() {
        Version netty = Version.identify().get("netty-transport");
        return "Netty "
                + (netty == null ? "" : netty.artifactVersion())
                + ", epoll, an event loop a core, one direct buffer for each event and loop, no"
                + " authentication, no replay, no keep-alives; Redis "
                + EmbeddedRedis.VERSION
                + " Pub/Sub";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Long> processes() {
        return server.pids();
    }

    @Override
    public List<Long> helpers() {
        return List.of(redis.pid());
    }

    @Override
    public Request request(int connection) {
        int room = connection % setting.rooms();
        return Request.of(setting.transport(), "/" + room, room, Map.of());
    }

    @Override
    public Publisher publisher() {
        return publisher;
    }

    @Override
    public OptionalLong collectGarbage() {
        return OptionalLong.of(JvmMemory.collect(server.pid()));
    }

    @Override
    public void close() {
        publisher.close();
        server.close();
        redis.close();
    }

    private static final class ChannelPublisher implements Publisher {
        private final RedisClient client;
        private final StatefulRedisConnection<String, String> connection;

        ChannelPublisher(String redisUrl) {
            client = RedisClient.create(redisUrl);
            connection = client.connect();
        }

        @Override
        public CompletionStage<?> publish(int room, int number, byte[] data) {
            return connection
                    .async()
                    .publish(
                            BareNettyServer.CHANNEL,
                            room
                                    + " "
                                    + new String(data, java.nio.charset.StandardCharsets.US_ASCII));
        }

        @Override
        public void close() {
            connection.close();
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
