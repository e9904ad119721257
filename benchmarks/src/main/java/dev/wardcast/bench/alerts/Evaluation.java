package dev.wardcast.bench.alerts;

import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.subject.AccessDocuments;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.OurService;
import dev.wardcast.bench.subject.RunningService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast a full queue is worked off. The service finds all samples waiting when it starts. Those
 * at the beginning warm it up and make every patient known; of the others the first nine tenths are
 * measured. In the last tenth some partitions would be empty already and leave the machine idle.
 */
final class Evaluation {

    static final String SAMPLES = "wardcast_alerts_samples_total";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** A look costs the service some milliseconds: its page of metrics is long. */
    private static final long LEAST_PAUSE_MS = 100;

    private static final long LONGEST_PAUSE_MS = 3_000;

    private static final double MOST_OF_ALL = 0.9;

    /** Of the samples; fewer between two looks are no measurement. */
    private static final double LEAST_OF_ALL = 0.5;

    private final AlertsSettings settings;

    Evaluation(AlertsSettings settings) {
        this.settings = settings;
    }

    /** Enough that each rule has seen each patient, which costs a row that is written once. */
    private int warmUp(int patients) {
        return Math.max(settings.warmUpSamples(), patients * SampleMix.WHOLE_PATTERN);
    }

    Map<String, Double> ofWardcast(int patients) throws InterruptedException {
        try (DataServers servers = filled(patients);
                AccessDocuments access = new AccessDocuments(servers.redisUrl())) {
            access.projection().close();
            long start = System.nanoTime();
            try (RunningService service = OurService.ALERT_SERVICE.start(servers, access)) {
                Map<String, Double> figures = measure(servers, service, patients, start);
                if (service.metric("wardcast_alerts_set_aside_total") > 0) {
                    throw new IllegalStateException("samples were set aside");
                }
                figures.put("alerts", service.metric("wardcast_alerts_raised_total"));
                return figures;
            }
        }
    }

    Map<String, Double> ofBareStore(int patients) throws InterruptedException {
        try (DataServers servers = filled(patients)) {
            long start = System.nanoTime();
            try (RunningService store = BareStore.start(servers)) {
                return measure(servers, store, patients, start);
            }
        }
    }

    private DataServers filled(int patients) {
        DataServers servers = DataServers.start();
        try {
            QueueFill.fill(servers.redisUrl(), patients, warmUp(patients) + settings.samples());
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private Map<String, Double> measure(
            DataServers servers, RunningService service, int patients, long start)
            throws InterruptedException {
        CpuMeter meter =
                new CpuMeter()
                        .with("service", service.pid())
                        .with("PostgreSQL", servers.postgresPid())
                        .with("Redis", servers.redisPid());
        double first = await(service, warmUp(patients));
        CpuMeter.Reading before = meter.read();
        double last = await(service, warmUp(patients) + MOST_OF_ALL * settings.samples());
        CpuMeter.Reading after = meter.read();
        int all = warmUp(patients) + settings.samples();
        double counted = await(service, all);
        if (counted != all) {
            throw new IllegalStateException("%.0f of %d samples counted".formatted(counted, all));
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        double samples = last - first;
        if (samples < LEAST_OF_ALL * settings.samples()) {
            // So few that they were done before anybody looked; then the start is in it.
            figures.put("samples/s", all * 1e9 / (after.at() - start));
            return figures;
        }
        figures.put("samples/s", samples * 1e9 / (after.at() - before.at()));
        figures.put("CPU µs/sample", after.since(before) / samples / 1e3);
        for (String part : after.parts().keySet()) {
            figures.put(part + " µs", after.since(before, part) / samples / 1e3);
        }
        figures.putAll(after.cores(before));
        return figures;
    }

    private static double await(RunningService service, double samples)
            throws InterruptedException {
        long began = System.nanoTime();
        double first = service.metric(SAMPLES);
        double now = first;
        while (now < samples) {
            double elapsed = System.nanoTime() - began;
            if (elapsed > PATIENCE.toNanos()) {
                throw new IllegalStateException(
                        "%.0f samples after %d s (expected: %.0f)"
                                .formatted(now, PATIENCE.toSeconds(), samples));
            }
            double left = now > first ? (samples - now) * elapsed / (now - first) / 1e6 : 0;
            TimeUnit.MILLISECONDS.sleep(
                    Math.clamp(Math.round(left), LEAST_PAUSE_MS, LONGEST_PAUSE_MS));
            now = service.metric(SAMPLES);
        }
        return now;
    }
}
