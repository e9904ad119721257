package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.logs.RequestThreads;
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
import java.util.concurrent.Executor;
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
    private final Executor blocking;

    /**
     * @param blocking for what has to wait until it is known who may post what
     */
    Intake(
            PostParser parser,
            DurableAppend durable,
            PostRights rights,
            InstantSource clock,
            IntakeMetrics metrics,
            Fleets fleets,
            Executor blocking) {
        this.parser = parser;
        this.durable = durable;
        this.rights = rights;
        this.clock = clock;
        this.metrics = metrics;
        this.fleets = fleets;
        this.blocking = blocking;
    }

    /** What became of a post whose answer is not a plain refusal. */
    sealed interface Outcome {
        record Taken(Receipt receipt) implements Outcome {}

        /** An array without one good item. */
        record AllRefused(List<RefusedItem> errors) implements Outcome {}
    }

    /**
     * Blocks nobody, but takes the time that reading the body takes.
     *
     * @return completes when every good sample is durable
     * @throws ProblemException (also through the stage) for posts that are refused whole
     */
    CompletionStage<Outcome> take(Poster poster, byte @Nullable [] body) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Posted posted = parser.parse(body, receivedAt);
        PostRights.Look look = rights.look(poster);
        CompletableFuture<String> fleet = fleets.of(poster).toCompletableFuture();
        CompletableFuture<?> known =
                CompletableFuture.allOf(
                        look.ask(posted.samples()), fleet.exceptionally(failure -> ""));
        // Nearly always it is in memory, and a change of threads would cost more than the rest.
        return known.isDone()
                ? take(posted, look, fleet)
                : known.thenComposeAsync(
                        done -> take(posted, look, fleet), RequestThreads.of(blocking));
    }

    private CompletionStage<Outcome> take(
            Posted posted, PostRights.Look look, CompletableFuture<String> fleet) {
        return posted.single()
                ? takeOne(posted.items().getFirst(), look, fleet)
                : takeAll(posted.items(), look, fleet);
    }

    private CompletionStage<Outcome> takeOne(
            Posted.Item item, PostRights.Look look, CompletableFuture<String> fleet) {
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
                fleets.charge(AccessRefusals.await(fleet), List.of(sample));
                yield append(List.of(sample), 0, null);
            }
        };
    }

    private CompletionStage<Outcome> takeAll(
            List<Posted.Item> items, PostRights.Look look, CompletableFuture<String> fleet) {
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
        fleets.charge(AccessRefusals.await(fleet), good);
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
