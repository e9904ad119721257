package dev.wardcast.alerts.work;

import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What the work on samples comes to, in figures. */
final class WorkMeters {

    private final Clock clock;
    private final Counter samples;
    private final Counter late;
    private final Counter raised;
    private final Counter setAside;
    private final Counter suppressed;
    private final Timer delay;
    private final AtomicInteger partitions;

    WorkMeters(Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.samples = counter(meters, "samples", "Samples that the rules have seen");
        this.late = counter(meters, "late", "Verdicts withheld because a later sample was counted");
        this.raised = counter(meters, "raised", "Alert events written");
        this.setAside = counter(meters, "set.aside", "Samples the rules could not take in");
        this.suppressed =
                counter(meters, "suppressed", "Breaches that ended within the delay of their rule");
        this.delay =
                Timer.builder("wardcast.alerts.delay")
                        .description(
                                "From the receipt of a sample until the rules have seen it and whatever"
                                        + " somebody waits for is stored")
                        .publishPercentileHistogram()
                        .register(meters);
        this.partitions = new AtomicInteger();
        meters.gauge("wardcast.alerts.partitions", partitions);
    }

    void seen(List<Entry> batch) {
        samples.increment(batch.size());
        Duration oldest = Duration.between(batch.getFirst().sample().receivedAt(), clock.instant());
        delay.record(oldest.isNegative() ? Duration.ZERO : oldest);
    }

    void stored(Outcome outcome) {
        late.increment(outcome.late());
        raised.increment(outcome.events().size());
        suppressed.increment(outcome.suppressed().size());
    }

    void swept(Outcome outcome) {
        raised.increment(outcome.events().size());
    }

    void setAside() {
        setAside.increment();
    }

    void partitions(int held) {
        partitions.set(held);
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("wardcast.alerts." + name).description(description).register(meters);
    }
}
