package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChange;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.alerts.work.PatientStates.Whose;
import dev.wardcast.eventlog.NewEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What readings of one patient, or their absence, brought about. For one thread. */
final class PatientChanges {

    private final String patientId;

    /** By alert id, in the order in which they first came up. */
    private final Map<String, AlertChange> alerts = new LinkedHashMap<>();

    private final List<NewEvent> events = new ArrayList<>();
    private final Map<String, Raised> comebacks = new LinkedHashMap<>();
    private final Map<Whose, Instant> looks = new LinkedHashMap<>();
    private final Set<Whose> forgotten = new LinkedHashSet<>();
    private final List<Outcome.Suppressed> suppressed = new ArrayList<>();
    private @Nullable PatientState state;
    private @Nullable String position;
    private int evaluated;
    private int late;

    PatientChanges(String patientId) {
        this.patientId = patientId;
    }

    String patientId() {
        return patientId;
    }

    /** As it is now; {@code null} if it is as it was. */
    @Nullable PatientState state() {
        return state;
    }

    /** The last sample that the state knows of; {@code null} where no sample was looked at. */
    @Nullable String position() {
        return position;
    }

    void becomes(PatientState next) {
        state = next;
    }

    void at(String sampleId) {
        position = sampleId;
    }

    void evaluated() {
        evaluated++;
    }

    void late() {
        late++;
    }

    void suppressed(Outcome.Suppressed breach) {
        suppressed.add(breach);
    }

    void alert(AlertChange change) {
        alerts.merge(change.alertId(), change, AlertChange::then);
    }

    void announce(NewEvent event) {
        events.add(event);
    }

    /** An alert opened again without rising; told only to those who had put it away. */
    void comeback(Raised again) {
        comebacks.put(again.alertId(), again);
    }

    void look(Whose whose, Instant at) {
        forgotten.remove(whose);
        looks.put(whose, at);
    }

    void forget(Whose whose) {
        looks.remove(whose);
        forgotten.add(whose);
    }

    /**
     * Whether somebody waits for it: an alert opened, rose, ended or came back. That one goes on
     * changes its figures only.
     */
    boolean isAwaited() {
        return !events.isEmpty()
                || !comebacks.isEmpty()
                || alerts.values().stream().anyMatch(AlertChange::isTurn);
    }

    /** This, and then that. */
    void then(PatientChanges later) {
        state = later.state == null ? state : later.state;
        position = later.position == null ? position : later.position;
        later.alerts.values().forEach(this::alert);
        events.addAll(later.events);
        comebacks.putAll(later.comebacks);
        later.forgotten.forEach(this::forget);
        later.looks.forEach(this::look);
        suppressed.addAll(later.suppressed);
        evaluated += later.evaluated;
        late += later.late;
    }

    void addTo(Outcome.Sum sum) {
        if (state != null) {
            sum.states.put(patientId, new PatientStates.Ahead(state, position));
        }
        sum.alerts.addAll(alerts.values());
        sum.events.addAll(events);
        sum.comebacks.addAll(comebacks.values());
        sum.looks.putAll(looks);
        sum.forgotten.addAll(forgotten);
        sum.suppressed.addAll(suppressed);
        sum.evaluated += evaluated;
        sum.late += late;
    }
}
