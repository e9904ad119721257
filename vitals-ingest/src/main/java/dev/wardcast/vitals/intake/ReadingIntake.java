package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The same way in for readings of other formats: judged by the same rules, with the same look at
 * who posts, and kept in the same place.
 */
public final class ReadingIntake {

    private final SampleRules rules;
    private final DurableAppend durable;
    private final PostRights rights;
    private final InstantSource clock;
    private final IntakeMetrics metrics;
    private final Fleets fleets;

    ReadingIntake(
            SampleRules rules,
            DurableAppend durable,
            PostRights rights,
            InstantSource clock,
            IntakeMetrics metrics,
            Fleets fleets) {
        this.rules = rules;
        this.durable = durable;
        this.rights = rights;
        this.clock = clock;
        this.metrics = metrics;
        this.fleets = fleets;
    }

    /**
     * Judges each by itself. May block where it looks up who may post what; for virtual threads.
     *
     * @throws ProblemException with 503 where it can't be known whose a device is
     */
    public List<Judgement> judge(Poster poster, List<Reading> readings) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Posted.Item> items =
                readings.stream()
                        .map(reading -> rules.judge(reading.toRawItem(), receivedAt))
                        .toList();
        PostRights.Look look = rights.look(poster);
        return items.stream().map(item -> judge(item, look)).toList();
    }

    private Judgement judge(Posted.Item item, PostRights.Look look) {
        return switch (item) {
            case Posted.Bad bad -> {
                metrics.refused(Intake.reason(bad.errors().getFirst()), 1);
                yield new Judgement.Unfit(bad.errors());
            }
            case Posted.Good(Sample sample) ->
                    look.denial(sample)
                            .map(this::denied)
                            .orElseGet(() -> new Judgement.Fit(sample));
        };
    }

    private Judgement denied(Denial denial) {
        metrics.refused(denial.code(), 1);
        return new Judgement.Denied(denial);
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
     * @throws ProblemException with 429 where the device or its fleet has sent too much
     */
    public CompletionStage<List<Optional<String>>> keep(Poster poster, List<Sample> samples) {
        fleets.charge(poster, samples);
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
