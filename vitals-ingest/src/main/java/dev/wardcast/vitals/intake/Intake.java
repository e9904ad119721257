package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.intake.Receipt.RefusedItem;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Takes posts: reads them, judges each item, makes the good ones durable, and says what became of
 * all.
 */
final class Intake {

    private static final String OTHER_PATIENT = "other_patient";
    private static final String OTHER_DEVICE = "other_device";

    private final PostParser parser;
    private final DurableAppend durable;
    private final DeviceKeys devices;
    private final InstantSource clock;
    private final IntakeMetrics metrics;
    private final Fleets fleets;

    Intake(
            PostParser parser,
            DurableAppend durable,
            DeviceKeys devices,
            InstantSource clock,
            IntakeMetrics metrics,
            Fleets fleets) {
        this.parser = parser;
        this.durable = durable;
        this.devices = devices;
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
     * Blocks where another device than the poster is named; for virtual threads.
     *
     * @return completes when every good sample is durable
     * @throws ProblemException (also through the stage) for posts that are refused whole
     */
    CompletionStage<Outcome> take(Poster poster, byte @Nullable [] body) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Posted posted = parser.parse(body, receivedAt);
        Set<DeviceName> others = others(poster, posted.items());
        // Nearly always there are none, and nothing is asked.
        Set<DeviceName> registered =
                others.isEmpty() ? Set.of() : AccessRefusals.await(lookAt(others));
        return posted.single()
                ? takeOne(poster, posted.items().getFirst(), registered)
                : takeAll(poster, posted.items(), registered);
    }

    private record DeviceName(String type, String id) {
        static DeviceName of(Sample sample) {
            return new DeviceName(sample.deviceType(), sample.deviceId());
        }
    }

    /** The devices named that are not the poster itself, such as the sensors of a hub. */
    private static Set<DeviceName> others(Poster poster, List<Posted.Item> items) {
        Set<DeviceName> others = new HashSet<>();
        for (Posted.Item item : items) {
            if (item instanceof Posted.Good(Sample sample)
                    && !poster.is(sample.deviceType(), sample.deviceId())) {
                others.add(DeviceName.of(sample));
            }
        }
        return others;
    }

    /**
     * Which of them have a key of their own. In their name nobody else may post: their rooms are
     * followed by the staff of another patient, and their sequence numbers are theirs to use.
     */
    private CompletionStage<Set<DeviceName>> lookAt(Set<DeviceName> others) {
        CompletionStage<Set<DeviceName>> found = CompletableFuture.completedStage(new HashSet<>());
        for (DeviceName other : others) {
            found =
                    found.thenCombine(
                            devices.isRegistered(other.type(), other.id()),
                            (known, registered) -> {
                                if (registered) {
                                    known.add(other);
                                }
                                return known;
                            });
        }
        return found;
    }

    private CompletionStage<Outcome> takeOne(
            Poster poster, Posted.Item item, Set<DeviceName> registered) {
        return switch (item) {
            case Posted.Bad(List<FieldError> errors) -> {
                metrics.refused(reason(errors.getFirst()), 1);
                throw ProblemException.unprocessable(errors);
            }
            case Posted.Good(Sample sample) -> {
                if (!poster.mayPostFor(sample.patientId())) {
                    metrics.refused(OTHER_PATIENT, 1);
                    throw ProblemException.forbidden(
                            OTHER_PATIENT, "The key is bound to another patient than patient_id.");
                }
                if (registered.contains(DeviceName.of(sample))) {
                    metrics.refused(OTHER_DEVICE, 1);
                    throw ProblemException.forbidden(
                            OTHER_DEVICE, "The key is another device's than device_id.");
                }
                fleets.charge(poster, List.of(sample));
                yield append(List.of(sample), 0, null);
            }
        };
    }

    private CompletionStage<Outcome> takeAll(
            Poster poster, List<Posted.Item> items, Set<DeviceName> registered) {
        List<Sample> good = new ArrayList<>(items.size());
        List<RefusedItem> refused = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            switch (items.get(index)) {
                case Posted.Bad(List<FieldError> errors) -> {
                    FieldError first = errors.getFirst();
                    refused.add(new RefusedItem(index, first.field(), first.message()));
                    metrics.refused(reason(first), 1);
                }
                case Posted.Good(Sample sample) when !poster.mayPostFor(sample.patientId()) -> {
                    refused.add(
                            new RefusedItem(
                                    index,
                                    "patient_id",
                                    "another patient (expected: the one that the key is bound"
                                            + " to)"));
                    metrics.refused(OTHER_PATIENT, 1);
                }
                case Posted.Good(Sample sample) when registered.contains(DeviceName.of(sample)) -> {
                    refused.add(
                            new RefusedItem(
                                    index,
                                    "device_id",
                                    "another device (expected: the one whose key it is)"));
                    metrics.refused(OTHER_DEVICE, 1);
                }
                case Posted.Good(Sample sample) -> good.add(sample);
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
    private static String reason(FieldError error) {
        int dot = error.field().indexOf('.');
        return dot < 0 ? error.field() : error.field().substring(0, dot);
    }
}
