package dev.wardcast.vitals.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

/** What became of the samples that were posted. */
@Singleton
final class IntakeMetrics {

    private static final String NAME = "wardcast.vitals.samples";

    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter duplicates;

    IntakeMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.accepted = counter("accepted", "new");
        this.duplicates = counter("duplicate", "sequence");
    }

    void taken(int accepted, int duplicates) {
        this.accepted.increment(accepted);
        this.duplicates.increment(duplicates);
    }

    /**
     * @param reason the field at fault, or a code; from a closed set, never what a client sent
     */
    void refused(String reason, int samples) {
        counter("refused", reason).increment(samples);
    }

    void watch(InFlight inFlight) {
        registry.gauge("wardcast.vitals.in.flight", inFlight, InFlight::now);
    }

    private Counter counter(String result, String reason) {
        return registry.counter(NAME, "result", result, "reason", reason);
    }
}
