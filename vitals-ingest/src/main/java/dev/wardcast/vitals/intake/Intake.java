package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.intake.Receipt.RefusedItem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes posts: reads them, judges each item, makes the good ones durable, and says what became of
 * all.
 */
final class Intake {

    private final PostParser parser;
    private final DurableAppend durable;
    private final PostRights rights;
    private final InstantSource clock;
    private final IntakeMetrics metrics;
    private final Fleets fleets;

    Intake(
            PostParser parser,
            DurableAppend durable,
            PostRights rights,
            InstantSource clock,
            IntakeMetrics metrics,
            Fleets fleets) {
        this.parser = parser;
        this.durable = durable;
        this.rights = rights;
        this.clock = clock;
        this.metrics = metrics;
        this.fleets = fleets;
    }

    /** What became of a post whose answer is not a plain refusal. */
    sealed interface Outcome {
        record Taken(Receipt receipt) implements Outcome {}

        /** An array without one good item. */
        record AllRefused(List<RefusedItem> errors) implements Outcome {}
    }

    /**
     * May block where it looks up who may post what; for virtual threads.
     *
     * @return completes when every good sample is durable
     * @throws ProblemException (also through the stage) for posts that are refused whole
     */
    CompletionStage<Outcome> take(Poster poster, byte @Nullable [] body) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Posted posted = parser.parse(body, receivedAt);
        PostRights.Look look = rights.look(poster);
        return posted.single()
                ? takeOne(poster, posted.items().getFirst(), look)
                : takeAll(poster, posted.items(), look);
    }

    private CompletionStage<Outcome> takeOne(
            Poster poster, Posted.Item item, PostRights.Look look) {
        return switch (item) {
            case Posted.Bad(List<FieldError> errors) -> {
                metrics.refused(reason(errors.getFirst()), 1);
                throw ProblemException.unprocessable(errors);
            }
            case Posted.Good(Sample sample) -> {
                look.denial(sample)
                        .ifPresent(denial -> {
                            metrics.refused(denial.code(), 1);
                            throw denial.problem();
                        });
                fleets.charge(poster, List.of(sample));
                yield append(List.of(sample), 0, null);
            }
        };
    }

    private CompletionStage<Outcome> takeAll(
            Poster poster, List<Posted.Item> items, PostRights.Look look) {
        List<Sample> good = new ArrayList<>(items.size());
        List<RefusedItem> refused = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            switch (items.get(index)) {
                case Posted.Bad(List<FieldError> errors) -> {
                    FieldError first = errors.getFirst();
                    refused.add(new RefusedItem(index, first.field(), first.message()));
                    metrics.refused(reason(first), 1);
                }
                case Posted.Good(Sample sample) -> {
                    Optional<Denial> denial = look.denial(sample);
                    if (denial.isEmpty()) {
                        good.add(sample);
                    } else {
                        refused.add(
                                new RefusedItem(
                                        index, denial.get().field(), denial.get().message()));
                        metrics.refused(denial.get().code(), 1);
                    }
                }
            }
        }
        if (good.isEmpty()) {
            return CompletableFuture.completedStage(new Outcome.AllRefused(refused));
        }
        fleets.charge(poster, good);
        return append(good, refused.size(), refused);
    }

    private CompletionStage<Outcome> append(
            List<Sample> good, int refused, @Nullable List<RefusedItem> errors) {
        return durable.append(good)
                .whenComplete((fresh, failure) -> {
                    if (failure == null) {
                        metrics.taken(fresh, good.size() - fresh);
                    } else {
                        metrics.refused("not_durable", good.size());
                    }
                })
                .thenApply(fresh ->
                        new Outcome.Taken(
                                new Receipt(fresh, good.size() - fresh, refused, errors)));
    }

    /** {@code values} for {@code values.bpm}: metrics stay few. */
    static String reason(FieldError error) {
        int dot = error.field().indexOf('.');
        return dot < 0 ? error.field() : error.field().substring(0, dot);
    }
}
