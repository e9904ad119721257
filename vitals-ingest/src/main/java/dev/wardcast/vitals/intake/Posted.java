package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/**
 * A body that was JSON of the right shape.
 *
 * @param single whether it was one object rather than an array
 * @param items what was in it, in order; never empty
 */
record Posted(boolean single, List<Item> items) {

    /** What is good, in order. */
    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(items.size());
        for (Item item : items) {
            if (item instanceof Good(Sample sample)) {
                samples.add(sample);
            }
        }
        return samples;
    }

    /** One posted reading, judged by itself: a bad one does not spoil the others. */
    sealed interface Item {}

    record Good(Sample sample) implements Item {}

    /**
     * @param errors what is wrong, at least one, in the order of the contract's fields
     */
    record Bad(List<FieldError> errors) implements Item {}
}
