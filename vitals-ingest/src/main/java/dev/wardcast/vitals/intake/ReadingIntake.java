package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.intake.OtherDevices.DeviceName;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The same way in for readings of other formats: judged by the same rules, with the same look at
 * who posts, and kept in the same place.
 */
public final class ReadingIntake {

    private final SampleRules rules;
    private final DurableAppend durable;
    private final OtherDevices devices;
    private final InstantSource clock;
    private final IntakeMetrics metrics;

    ReadingIntake(
            SampleRules rules,
            DurableAppend durable,
            OtherDevices devices,
            InstantSource clock,
            IntakeMetrics metrics) {
        this.rules = rules;
        this.durable = durable;
        this.devices = devices;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Judges each by itself. Blocks where another device than the poster is named; for virtual
     * threads.
     *
     * @throws ProblemException with 503 where it can't be known whose a device is
     */
    public List<Judgement> judge(Poster poster, List<Reading> readings) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Posted.Item> items =
                readings.stream()
                        .map(reading -> rules.judge(reading.toRawItem(), receivedAt))
                        .toList();
        Set<DeviceName> registered = devices.registeredAmong(poster, items);
        return items.stream().map(item -> judge(poster, item, registered)).toList();
    }

    private Judgement judge(Poster poster, Posted.Item item, Set<DeviceName> registered) {
        return switch (item) {
            case Posted.Bad bad -> {
                metrics.refused(Intake.reason(bad.errors().getFirst()), 1);
                yield new Judgement.Unfit(bad.errors());
            }
            case Posted.Good(Sample sample) when !poster.mayPostFor(sample.patientId()) ->
                    notYours(Intake.OTHER_PATIENT);
            case Posted.Good(Sample sample) when registered.contains(DeviceName.of(sample)) ->
                    notYours(Intake.OTHER_DEVICE);
            case Posted.Good(Sample sample) -> new Judgement.Fit(sample);
        };
    }

    private Judgement notYours(String code) {
        metrics.refused(code, 1);
        return new Judgement.NotYours(code);
    }

    /**
     * Counts what was refused before it was a reading, or with others that were.
     *
     * @param reason from a closed set
     */
    public void countRefused(String reason, int readings) {
        metrics.refused(reason, readings);
    }

    /**
     * Makes them durable; those of one patient all or none.
     *
     * @return for each, in their order, the id of its entry in the queue; empty where it was there
     *     before. Fails as {@link DurableAppend#append} does
     */
    public CompletionStage<List<Optional<String>>> keep(List<Sample> samples) {
        return durable.appendAndTell(samples)
                .whenComplete((ids, failure) -> {
                    if (failure == null) {
                        int fresh = (int) ids.stream().filter(Optional::isPresent).count();
                        metrics.taken(fresh, samples.size() - fresh);
                    } else {
                        metrics.refused("not_durable", samples.size());
                    }
                });
    }
}
