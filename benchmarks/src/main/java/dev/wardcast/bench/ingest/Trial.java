package dev.wardcast.bench.ingest;

import dev.wardcast.bench.load.HttpPosts;
import dev.wardcast.bench.report.CpuMeter;
import java.util.LinkedHashMap;
import java.util.Map;

/** One load on one server, and what it cost until all of it was where it belongs. */
final class Trial {

    private final Intake intake;
    private final Fleet fleet;
    private final CpuMeter meter;

    Trial(Intake intake, Fleet fleet) {
        this.intake = intake;
        this.fleet = fleet;
        this.meter = intake.meter();
    }

    interface Load {
        Fleet.Answers run() throws InterruptedException;
    }

    record Result(Fleet.Answers answers, Map<String, Double> figures) {

        double acceptedPerSecond() {
            return answers.acceptedPerSecond();
        }

        boolean keptUp(double latestMs) {
            return answers.accepted() == answers.total()
                    && answers.latencies().percentile(99) <= latestMs;
        }
    }

    Result run(Load load) throws InterruptedException {
        CpuMeter.Reading before = meter.read();
        Fleet.Answers answers = load.run();
        CpuMeter.Reading after = meter.read();
        double behind = intake.settle(fleet.accepted());
        CpuMeter.Reading settled = meter.read();

        Map<String, Double> figures = new LinkedHashMap<>();
        double readings = (double) answers.accepted() * fleet.readingsEachPost();
        figures.put(IngestRun.READINGS, answers.acceptedPerSecond() * fleet.readingsEachPost());
        figures.putAll(answers.latencies().figures());
        int broken = answers.of(HttpPosts.BROKEN);
        figures.put("refused", (double) (answers.total() - answers.accepted() - broken));
        figures.put("broken", (double) broken);
        figures.put(IngestRun.CPU, settled.since(before) / 1e3 / readings);
        figures.putAll(after.cores(before));
        if (behind >= 0) {
            figures.put(IngestRun.BEHIND, behind);
        }
        return new Result(answers, figures);
    }
}
