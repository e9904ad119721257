package dev.wardcast.bench.history;

import dev.wardcast.bench.history.Ward.BedDay;
import dev.wardcast.bench.report.Latencies;
import dev.wardcast.bench.report.Measured;
import dev.wardcast.bench.report.Numbers;
import dev.wardcast.bench.subject.AccessDocuments;
import dev.wardcast.bench.subject.DataServers;
import dev.wardcast.bench.subject.OurService;
import dev.wardcast.bench.subject.ProjectionDocuments;
import dev.wardcast.bench.subject.RunningService;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** All measurements, with one history that is filled once. */
final class HistoryRun {

    static final String COLD = "Cold";
    static final String WARM = "Warm";
    static final String WRITING = "Writing";
    static final String WARDCAST = "Wardcast";
    static final String BARE = "bare";
    static final String COPY = "COPY";
    static final String INSERT = "INSERT";

    private static final String DOCTOR = "bench-doctor";
    private static final int ROUND = 1;

    private final HistorySettings settings;
    private final Ward ward;
    private final Consumer<String> progress;
    private final List<Measured> results = new ArrayList<>();

    /** Whom nobody has asked for yet. */
    private final List<BedDay> fresh;

    private int taken;

    HistoryRun(HistorySettings settings, Ward ward, Consumer<String> progress) {
        this.settings = settings;
        this.ward = ward;
        this.progress = progress;
        this.fresh = ward.shuffled();
    }

    List<Measured> results() {
        return List.copyOf(results);
    }

    void run() throws SQLException, InterruptedException {
        try (DataServers servers = DataServers.start();
                AccessDocuments access = new AccessDocuments(servers.redisUrl())) {
            register(access);
            // Makes the tables.
            OurService.VITALS_INGEST.start(servers, access).close();
            writing(servers);
            new WardFill(servers.databaseUrl(), ward, progress).fill();
            servers.restartPostgres();
            try (RunningService service = OurService.VITALS_INGEST.start(servers, access);
                    Asking ours = new AskingService(service.port(), access.token(DOCTOR));
                    Asking bare = new AskingDatabase(servers.databaseUrl())) {
                asking(ours, bare);
            }
        }
    }

    private void register(AccessDocuments access) {
        try (ProjectionDocuments documents = access.projection()) {
            ward.patients().forEach(documents::patient);
            documents.caregiver(DOCTOR, ward.patients());
        }
    }

    private void writing(DataServers servers) {
        try (Writing writing = new Writing(servers)) {
            int warmUp = settings.writes() / 4;
            writing.copy(warmUp, 256);
            writing.insert(warmUp, 256);
            for (int batch : List.of(256, 5_000)) {
                String load = "batches of %,d".formatted(batch);
                add(WRITING, INSERT, load, writing.insert(settings.writes(), batch));
                add(WRITING, COPY, load, writing.copy(settings.writes(), batch));
            }
        }
    }

    private void asking(Asking ours, Asking bare) {
        List<BedDay> warm = next(settings.queries());
        warmUp(ours, bare, warm);
        boolean emptied = PageCache.empty();
        progress.accept(emptied ? "page cache emptied" : "page cache can't be emptied");
        for (Question question : Question.values()) {
            // Each asks for others: what one has read is not cold for the other.
            measure(COLD, WARDCAST, ours, question, next(settings.queries()));
            measure(COLD, BARE, bare, question, next(settings.queries()));
        }
        warmUp(ours, bare, warm);
        for (Question question : Question.values()) {
            measure(WARM, WARDCAST, ours, question, warm);
            measure(WARM, BARE, bare, question, warm);
        }
    }

    private void warmUp(Asking ours, Asking bare, List<BedDay> whom) {
        Latencies ignored = new Latencies();
        for (Question question : Question.values()) {
            whom.forEach(asked -> ours.ask(question, ward, asked, ignored));
            whom.forEach(asked -> bare.ask(question, ward, asked, ignored));
        }
    }

    private List<BedDay> next(int count) {
        List<BedDay> chosen = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            chosen.add(fresh.get(taken++ % fresh.size()));
        }
        return chosen;
    }

    private void measure(
            String state, String subject, Asking asking, Question question, List<BedDay> whom) {
        Latencies latencies = new Latencies();
        whom.forEach(asked -> asking.ask(question, ward, asked, latencies));
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("pages", (double) latencies.count());
        figures.put(HistoryReport.P50, latencies.percentile(50));
        figures.put(HistoryReport.P99, latencies.percentile(99));
        figures.put("max ms", latencies.percentile(100));
        add(state, subject, question.title(), figures);
    }

    private void add(String question, String subject, String load, Map<String, Double> figures) {
        results.add(new Measured(question, subject, load, ROUND, figures));
        StringBuilder line = new StringBuilder("%s, %s, %s:".formatted(question, subject, load));
        figures.forEach((name, value) ->
                line.append("  ").append(name).append(' ').append(Numbers.of(value)));
        progress.accept(line.toString());
    }
}
