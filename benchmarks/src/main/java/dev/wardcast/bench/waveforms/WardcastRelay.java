package dev.wardcast.bench.waveforms;

import dev.wardcast.bench.report.CpuMeter;
import dev.wardcast.bench.subject.AccessDocuments;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.OurService;
import dev.wardcast.bench.subject.ProjectionDocuments;
import dev.wardcast.bench.subject.RunningService;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Device → vitals-ingest → Redis → stream-gateway → viewer; a caregiver for each patient. */
final class WardcastRelay implements Relay {

    private static final String TYPE = "ecg";

    private final List<AutoCloseable> running = new ArrayList<>();
    private final AccessDocuments access;
    private final RunningService ingest;
    private final RunningService gateway;
    private final CpuMeter meter;

    WardcastRelay(int streams) {
        try {
            DataServers servers = opened(DataServers.start());
            access = opened(new AccessDocuments(servers.redisUrl()));
            try (ProjectionDocuments documents = access.projection()) {
                for (int i = 0; i < streams; i++) {
                    documents.patient(patient(i));
                    documents.device(TYPE, "bench-ecg-" + i, key(i), patient(i));
                    documents.caregiver(caregiver(i), List.of(patient(i)));
                }
            }
            ingest = opened(OurService.VITALS_INGEST.start(servers, access));
            gateway = opened(OurService.STREAM_GATEWAY.start(servers, access));
            meter =
                    new CpuMeter()
                            .with("ingest", ingest.pid())
                            .with("gateway", gateway.pid())
                            .with("Redis", servers.redisPid());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T closeable) {
        running.add(closeable);
        return closeable;
    }

    private static String patient(int number) {
        return "bench-wave-" + number;
    }

    private static String caregiver(int number) {
        return "bench-caregiver-" + number;
    }

    private static String key(int number) {
        return "bench-key-" + number;
    }

    @Override
    public Place device(int number) {
        return place(
                ingest,
                "/api/v1/vitals/ws?patient_id=" + patient(number),
                "X-Device-Key",
                key(number));
    }

    @Override
    public Place viewer(int number) {
        return place(
                gateway,
                "/realtime/ws/patient/" + patient(number) + "/waveform",
                "Authorization",
                "Bearer " + access.token(caregiver(number)));
    }

    private static Place place(RunningService at, String path, String header, String value) {
        return new Place(URI.create("ws://127.0.0.1:" + at.port() + path), Map.of(header, value));
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
