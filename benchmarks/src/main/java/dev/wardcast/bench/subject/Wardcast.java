package dev.wardcast.bench.subject;

import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The gateway as it ships: all of its checks, tokens and access decisions included, and events
 * published to the log as the services do it.
 */
final class Wardcast implements Subject {

    private final Setting setting;
    private final EmbeddedRedis redis;
    private final AccessDocuments access;
    private final ChildProcess gateway;
    private final int port;
    private final LogPublisher publisher;

    private Wardcast(
            Setting setting,
            EmbeddedRedis redis,
            AccessDocuments access,
            ChildProcess gateway,
            int port) {
        this.setting = setting;
        this.redis = redis;
        this.access = access;
        this.gateway = gateway;
        this.port = port;
        this.publisher = new LogPublisher(redis.url(), setting.rooms());
    }

    static Wardcast start(Setting setting) {
        int port = ChildProcess.freePort();
        Path directory = ChildProcess.directory("gateway");
        EmbeddedRedis redis = EmbeddedRedis.builder().start();
        AccessDocuments access = new AccessDocuments(redis.url());
        access.write(setting.connections(), setting.rooms());
        ChildProcess gateway =
                ChildProcess.java(
                        directory,
                        Map.of("WARDCAST_JWKS_URL", access.keySetUrl()),
                        LaunchOptions.ofGateway(),
                        OurService.STREAM_GATEWAY.classPath(),
                        OurService.STREAM_GATEWAY.main(),
                        "--port",
                        Integer.toString(port),
                        "--redis-url",
                        redis.url(),
                        "--data",
                        directory.toString());
        return new Wardcast(setting, redis, access, gateway.awaitPort(port), port);
    }

    static String description() {
        return "stream-gateway with its default settings, Redis "
                + EmbeddedRedis.VERSION
                + " beside it, JVM options `"
                + String.join(" ", LaunchOptions.ofGateway())
                + "`";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Long> processes() {
        return gateway.pids();
    }

    @Override
    public List<Long> helpers() {
        return List.of(redis.pid());
    }

    @Override
    public Request request(int connection) {
        int room = connection % setting.rooms();
        String path =
                switch (setting.transport()) {
                    case SSE -> "/api/v1/alerts/stream";
                    case WEBSOCKET -> "/ws";
                };
        return Request.of(
                setting.transport(),
                path + "?role=caregiver&patient_id=" + AccessDocuments.patient(room),
                room,
                Map.of("Authorization", "Bearer " + access.token(connection)));
    }

    @Override
    public Publisher publisher() {
        return publisher;
    }

    @Override
    public OptionalLong collectGarbage() {
        return OptionalLong.of(JvmMemory.collect(gateway.pid()));
    }

    @Override
    public long readingsOfTheLog() {
        return (long) PrometheusPage.of(port).value("wardcast_gateway_pages_read_total");
    }

    @Override
    public void close() {
        publisher.close();
        gateway.close();
        access.close();
        redis.close();
    }

    private static final class LogPublisher implements Publisher {
        private final RedisLink link;
        private final RedisEventLog log;
        private final List<Room> rooms = new ArrayList<>();
        private final String run = UUID.randomUUID().toString().substring(0, 8);

        LogPublisher(String redisUrl, int count) {
            link = RedisLink.connect(redisUrl);
            log = new RedisEventLog(link, LogOptions.DEFAULTS);
            for (int room = 0; room < count; room++) {
                rooms.add(new Room.PatientAlerts(AccessDocuments.patient(room)));
            }
        }

        @Override
        public CompletionStage<?> publish(int room, int number, byte[] data) {
            return log.publish(
                    NewEvent.once(
                            run + "-" + number,
                            rooms.get(room),
                            EventType.PATIENT_ALERT,
                            Instant.now(),
                            data));
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
