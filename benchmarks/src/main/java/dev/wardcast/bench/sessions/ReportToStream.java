package dev.wardcast.bench.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.subject.AccessDocuments;
import dev.wardcast.bench.subject.ChildProcess;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.OurService;
import dev.wardcast.bench.subject.ProjectionDocuments;
import dev.wardcast.bench.subject.RunningService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole way of a step: worker → session-progress → PostgreSQL → Redis → gateway → watcher. */
final class ReportToStream implements Chain {

    /** Workers share so many connections. */
    private static final int CONNECTIONS = 64;

    /** Below what a user may open on a node. */
    private static final int STREAMS_OF_A_USER = 90;

    private static final String PATIENT = "bench-patient";
    private static final String WORKER = "bench-pipeline";
    private static final int OK = 200;

    private final List<AutoCloseable> running = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final CpuMeter meter;
    private final RunningService gateway;
    private final HttpPosts posts;
    private final List<String> sessions;
    private final List<String> watchers = new ArrayList<>();
    private final String worker;

    ReportToStream(SessionsSettings settings) {
        try {
            DataServers servers = opened(DataServers.start());
            AccessDocuments access = opened(new AccessDocuments(servers.redisUrl()));
            int users = Math.ceilDiv(settings.watchers(), STREAMS_OF_A_USER);
            register(access, users);
            RunningService service =
                    opened(
                            OurService.SESSION_PROGRESS.start(
                                    servers,
                                    access,
                                    Map.of(
                                            "WARDCAST_SESSIONS_PIPELINE_WORK",
                                            "false",
                                            "WARDCAST_SESSIONS_AUDIO_DIR",
                                            ChildProcess.directory("audio").toString())));
            gateway = opened(OurService.STREAM_GATEWAY.start(servers, access));
            meter =
                    new CpuMeter()
                            .with("sessions", service.pid())
                            .with("gateway", gateway.pid())
                            .with("PostgreSQL", servers.postgresPid())
                            .with("Redis", servers.redisPid());
            for (int user = 0; user < users; user++) {
                watchers.add(access.token(therapist(user), "THERAPIST"));
            }
            sessions =
                    Uploads.make(service.port(), watchers.getFirst(), PATIENT, settings.sessions());
            worker = access.token(WORKER, "PIPELINE");
            posts = opened(new HttpPosts(service.port(), CONNECTIONS));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        running.add(closeable);
        return closeable;
    }

    private static void register(AccessDocuments access, int users) {
        try (ProjectionDocuments documents = access.projection()) {
            documents.patient(PATIENT);
            documents.pipeline(WORKER);
            for (int user = 0; user < users; user++) {
                documents.therapist(therapist(user), PATIENT);
            }
        }
    }

    private static String therapist(int user) {
        return "bench-therapist-" + user;
    }

    @Override
    public int port() {
        return gateway.port();
    }

    @Override
    public Request watch(int watcher, int session) {
        String token = watchers.get(watcher / STREAMS_OF_A_USER);
        return Request.of(
                Transport.SSE,
                "/api/sessions/" + sessions.get(session) + "/status/stream",
                session,
                Map.of("Authorization", "Bearer " + token));
    }

    @Override
    public void report(int session, int progress, String message) {
        String body =
                "{\"status\":\"transcribing\",\"progress\":%d,\"message\":\"%s\"}"
                        .formatted(progress, message);
        byte[] request =
                """
                POST /api/sessions/%s/progress HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s\
                """
                        .formatted(sessions.get(session), worker, body.length(), body)
                        .getBytes(US_ASCII);
        posts.post(
                session,
                request,
                status -> {
                    if (status != OK) {
                        refused.incrementAndGet();
                    }
                });
    }

    @Override
    public void requireSound() {
        if (refused.get() > 0) {
            throw new IllegalStateException(refused + " reports were refused");
        }
    }

    @Override
    public CpuMeter meter() {
        return meter;
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
