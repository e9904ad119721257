package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.kit.problem.Problem.FieldError;
import java.util.List;

/** What {@link ReadingIntake} thinks of a {@link Reading}. */
public sealed interface Judgement {

    /** It can be kept. */
    record Fit(Sample sample) implements Judgement {}

    /**
     * No body or device can have produced it.
     *
     * @param errors at least one; fields by their names in our own format
     */
    record Unfit(List<FieldError> errors) implements Judgement {}

    /**
     * The poster may not post it.
     *
     * @param why what it may not say
     */
    record Denied(Denial why) implements Judgement {}
}
