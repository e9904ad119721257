package dev.wardcast.bench.alerts;

import dev.wardcast.bench.load.EventStream;
import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.load.OpenLoop;
import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.DiskProbe;
import dev.wardcast.bench.report.Latencies;
import dev.wardcast.bench.subject.AccessDocuments;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.OurService;
import dev.wardcast.bench.subject.ProjectionDocuments;
import dev.wardcast.bench.subject.RunningService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The whole way of an alert: device → vitals-ingest → alert-service → gateway → caregiver. */
final class PostToStream implements Chain {

    /** Beds that one caregiver watches, on one stream. */
    private static final int WARD = 100;

    /** Devices share so many connections to vitals-ingest. */
    private static final int CONNECTIONS = 64;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Arrivals arrivals = new Arrivals();
    private final List<AutoCloseable> running = new ArrayList<>();
    private final List<EventStream> streams = new ArrayList<>();
    private final CpuMeter meter;
    private final DiskProbe disk;
    private final Fleet fleet;

    PostToStream(int beds, int alertEach) {
        try {
            DataServers servers = opened(DataServers.start());
            disk = servers.disk();
            AccessDocuments access = opened(new AccessDocuments(servers.redisUrl()));
            register(access, beds);
            RunningService ingest = opened(OurService.VITALS_INGEST.start(servers, access));
            RunningService alerts = opened(OurService.ALERT_SERVICE.start(servers, access));
            RunningService gateway = opened(OurService.STREAM_GATEWAY.start(servers, access));
            meter =
                    new CpuMeter()
                            .with("ingest", ingest.pid())
                            .with("alerts", alerts.pid())
                            .with("gateway", gateway.pid())
                            .with("PostgreSQL", servers.postgresPid())
                            .with("Redis", servers.redisPid());
            for (int ward = 0; ward * WARD < beds; ward++) {
                streams.add(opened(watch(gateway.port(), access, ward)));
            }
            HttpPosts posts = opened(new HttpPosts(ingest.port(), Math.min(beds, CONNECTIONS)));
            fleet = new Fleet(beds, alertEach, posts, arrivals);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        running.add(closeable);
        return closeable;
    }

    private static void register(AccessDocuments access, int beds) {
        try (ProjectionDocuments documents = access.projection()) {
            Fleet.register(documents, beds);
            for (int ward = 0; ward * WARD < beds; ward++) {
                int from = ward * WARD;
                documents.caregiver(
                        caregiver(ward),
                        IntStream.range(from, Math.min(beds, from + WARD))
                                .mapToObj(Fleet::patient)
                                .toList());
            }
        }
    }

    private static String caregiver(int ward) {
        return "bench-caregiver-" + ward;
    }

    private EventStream watch(int port, AccessDocuments access, int ward) {
        Request request =
                Request.of(
                        Transport.SSE,
                        "/api/v1/caregivers/alerts/stream",
                        ward,
                        Map.of("Authorization", "Bearer " + access.token(caregiver(ward))));
        return new EventStream(port, request, arrivals::arrived);
    }

    @Override
    public Run run(double rate, Duration duration) throws InterruptedException {
        Latencies latencies = new Latencies();
        Latencies answers = new Latencies();
        arrivals.record(latencies);
        fleet.record(answers);
        Latencies pages = new Latencies();
        disk.record(pages);
        CpuMeter.Reading before = meter.read();
        OpenLoop.run(rate, duration, fleet::post);
        CpuMeter.Reading after = meter.read();
        fleet.awaitAnswers(PATIENCE);
        int refused = fleet.turnedAway();
        if (refused > 0) {
            // Nobody knows now which bed has an alert.
            fleet.calm();
            arrivals.settle(SETTLING);
        } else if (!arrivals.awaitAll(PATIENCE)) {
            throw new IllegalStateException("alerts are missing after " + PATIENCE);
        }
        arrivals.requireSound();
        streams.forEach(EventStream::requireOpen);
        Map<String, Double> figures = latencies.figures();
        figures.put("alerts/s", latencies.count() * 1e9 / duration.toNanos());
        figures.put("202 p99 ms", answers.percentile(99));
        figures.putAll(DiskProbe.figures(pages));
        figures.putAll(after.cores(before));
        return new Run(figures, refused);
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
