package dev.wardcast.bench.chat;

import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.DiskProbe;
import dev.wardcast.bench.subject.AccessDocuments;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.OurService;
import dev.wardcast.bench.subject.ProjectionDocuments;
import dev.wardcast.bench.subject.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** notification-service and stream-gateway, each a process, with Redis and PostgreSQL. */
final class WardcastTalk implements Talk {

    /** Senders share so many connections; a conversation keeps to one, so its order is kept. */
    private static final int CONNECTIONS = 128;

    private final List<AutoCloseable> running = new ArrayList<>();
    private final Circles circles;
    private final String[] tokens;
    private final RunningService gateway;
    private final Publisher publisher;
    private final CpuMeter meter;
    private final DiskProbe disk;

    WardcastTalk(Circles circles, int users) throws InterruptedException {
        this.circles = circles;
        this.tokens = new String[users];
        try {
            DataServers servers = opened(DataServers.start());
            disk = servers.disk();
            AccessDocuments access = opened(new AccessDocuments(servers.redisUrl()));
            register(access, users);
            RunningService chat = opened(OurService.NOTIFICATION_SERVICE.start(servers, access));
            gateway = opened(OurService.STREAM_GATEWAY.start(servers, access));
            meter =
                    new CpuMeter()
                            .with("chat", chat.pid())
                            .with("gateway", gateway.pid())
                            .with("PostgreSQL", servers.postgresPid())
                            .with("Redis", servers.redisPid());
            List<String> ids = new Beginnings(chat.port()).begin(circles, tokens);
            HttpPosts posts = opened(new HttpPosts(chat.port(), CONNECTIONS));
            publisher = new MessagePosts(posts, circles, ids, tokens);
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        running.add(closeable);
        return closeable;
    }

    private void register(AccessDocuments access, int users) {
        try (ProjectionDocuments documents = access.projection()) {
            for (int user = 0; user < users; user++) {
                documents.caregiver(user(user), List.of());
                tokens[user] = access.token(user(user));
            }
        }
    }

    static String user(int number) {
        return "bench-talker-" + number;
    }

    @Override
    public int port() {
        return gateway.port();
    }

    @Override
    public Request stream(int user) {
        return Request.of(
                Transport.SSE,
                "/api/events/stream",
                circles.of(user),
                Map.of("Authorization", "Bearer " + tokens[user]));
    }

    @Override
    public Publisher publisher() {
        return publisher;
    }

    @Override
    public CpuMeter meter() {
        return meter;
    }

    @Override
    public Optional<DiskProbe> disk() {
        return Optional.of(disk);
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : running.reversed()) {
            try {
                closeable.close();
            } catch (Exception e) {
                // The others are to be ended all the same.
                System.err.println("wardcast: " + e);
            }
        }
    }
}
