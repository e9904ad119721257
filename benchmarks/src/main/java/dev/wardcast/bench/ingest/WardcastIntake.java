package dev.wardcast.bench.ingest;

import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.report.ProcFs;
import dev.wardcast.bench.subject.AccessDocuments;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.OurService;
import dev.wardcast.bench.subject.ProjectionDocuments;
import dev.wardcast.bench.subject.RunningService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** vitals-ingest with all that it does: intake, live events, devices, history. */
final class WardcastIntake implements Intake {

    /** So many fleets, that none of them comes to its limit. */
    private static final int HOSPITALS = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final List<AutoCloseable> running = new ArrayList<>();
    private final DataServers servers;
    private final RunningService service;

    WardcastIntake(int devices) {
        try {
            servers = opened(DataServers.start());
            AccessDocuments access = opened(new AccessDocuments(servers.redisUrl()));
            try (ProjectionDocuments documents = access.projection()) {
                Device.register(documents, devices, HOSPITALS);
            }
            opened(new RulesReader(servers.redisUrl()));
            service = opened(OurService.VITALS_INGEST.start(servers, access));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        running.add(closeable);
        return closeable;
    }

    @Override
    public int port() {
        return service.port();
    }

    @Override
    public CpuMeter meter() {
        return new CpuMeter()
                .with("server", service.pid())
                .with("Redis", servers.redisPid())
                .with("PostgreSQL", servers.postgresPid());
    }

    long residentBytes() {
        return ProcFs.residentBytes(List.of(service.pid()));
    }

    /** Bytes of what is alive in its heap. */
    long aliveBytes() {
        return service.aliveBytes();
    }

    @Override
    public double settle(long accepted) throws InterruptedException {
        long begun = System.nanoTime();
        while (service.metric("wardcast_vitals_history_rows_total") < accepted
                || service.metric("wardcast_vitals_publish_lag_seconds_count") < accepted) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("readings are missing after " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /**
     * @throws IllegalStateException unless each reading that was accepted is in the history once
     */
    void checkHistory(List<Device> devices) {
        new HistoryCheck(servers.databaseUrl()).check(devices);
    }

    @Override
    public void close() {
        for (AutoCloseable each : running.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        running.clear();
    }
}
