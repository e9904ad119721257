package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChange;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What samples brought about that is not stored yet, summed up. For one thread. */
final class Unstored {

    private final Map<String, PatientState> states = new HashMap<>();
    private final Map<String, AlertChange> alerts = new LinkedHashMap<>();
    private final List<NewEvent> events = new ArrayList<>();
    private final List<Raised> comebacks = new ArrayList<>();
    private final Map<Whose, Instant> looks = new LinkedHashMap<>();
    private final Set<Whose> forgotten = new LinkedHashSet<>();
    private final List<Outcome.Suppressed> suppressed = new ArrayList<>();
    private int evaluated;
    private int late;
    private int samples;

    void add(Outcome next, int ofSamples) {
        states.putAll(next.states());
        next.alerts().forEach((id, change) -> alerts.merge(id, change, AlertChange::then));
        events.addAll(next.events());
        comebacks.addAll(next.comebacks());
        next.forgotten().forEach(looks::remove);
        forgotten.addAll(next.forgotten());
        next.looks().keySet().forEach(forgotten::remove);
        looks.putAll(next.looks());
        suppressed.addAll(next.suppressed());
        evaluated += next.evaluated();
        late += next.late();
        samples += ofSamples;
    }

    int samples() {
        return samples;
    }

    @Nullable PatientState state(String patient) {
        return states.get(patient);
    }

    Outcome sum() {
        return new Outcome(
                states,
                alerts,
                events,
                comebacks,
                looks,
                List.copyOf(forgotten),
                suppressed,
                evaluated,
                late);
    }
}
