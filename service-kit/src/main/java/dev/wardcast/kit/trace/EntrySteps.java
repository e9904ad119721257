package dev.wardcast.kit.trace;

import dev.wardcast.eventlog.vitals.SampleQueue.Entry;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a batch of readings: one for each that is recorded. Usually none is, and then
 * nothing is copied.
 */
public final class EntrySteps {

    private final List<Step> steps;
    private final List<Entry> entries;

    private EntrySteps(List<Step> steps, List<Entry> entries) {
        this.steps = steps;
        this.entries = entries;
    }

    /** Begins what is done with these. */
    public static EntrySteps begin(Tracing tracing, String name, List<Entry> entries) {
        List<Step> steps = null;
        List<Entry> marked = entries;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Step step = tracing.after(entry.sample().trace(), name, SpanKind.CONSUMER);
            if (step.recorded()) {
                if (steps == null) {
                    steps = new ArrayList<>();
                    marked = new ArrayList<>(entries);
                }
                steps.add(step.note("wardcast.batch", entries.size()));
                marked.set(i, new Entry(entry.id(), entry.sample().in(step.context())));
            }
        }
        return new EntrySteps(steps == null ? List.of() : steps, marked);
    }

    /** The same readings; what comes of a recorded one belongs to its step here. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * @param failure {@code null} if it succeeded
     */
    public void end(@Nullable Throwable failure) {
        for (Step step : steps) {
            step.end(failure);
        }
    }
}
