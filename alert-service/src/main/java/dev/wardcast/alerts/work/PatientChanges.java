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
    private @Nullable Looks looks;
    private @Nullable News news;
    private @Nullable PatientState state;
    private @Nullable String position;
    private boolean awaited;
    private int evaluated;
    private int late;

    PatientChanges(String patientId) {
        this.patientId = patientId;
    }

    /** When to look for devices; of few patients there is anything new. */
    private static final class Looks {
        final Map<Whose, Instant> at = new LinkedHashMap<>();
        final Set<Whose> forgotten = new LinkedHashSet<>();
    }

    /** What there is to tell; of most patients nothing. */
    private static final class News {
        /** By alert id, in the order in which they first came up. */
        final Map<String, AlertChange> alerts = new LinkedHashMap<>();

        final List<NewEvent> events = new ArrayList<>();
        final Map<String, Raised> comebacks = new LinkedHashMap<>();
        final List<Outcome.Suppressed> suppressed = new ArrayList<>();
    }

    String patientId() {
        return patientId;
    }

    /**
     * Whether somebody waits for it: an alert opened, rose, ended or came back. That one goes on
     * changes its figures only.
     */
    boolean isAwaited() {
        return awaited;
    }

    void becomes(PatientState next) {
        state = next;
    }

    /** The state knows of this sample, whether anything came of it or not. */
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
        news().suppressed.add(breach);
    }

    void alert(AlertChange change) {
        awaited |= change.isTurn();
        news().alerts.merge(change.alertId(), change, AlertChange::then);
    }

    void announce(NewEvent event) {
        awaited = true;
        news().events.add(event);
    }

    /** An alert opened again without rising; told only to those who had put it away. */
    void comeback(Raised again) {
        awaited = true;
        news().comebacks.put(again.alertId(), again);
    }

    void look(Whose whose, Instant at) {
        looks().forgotten.remove(whose);
        looks().at.put(whose, at);
    }

    void forget(Whose whose) {
        looks().at.remove(whose);
        looks().forgotten.add(whose);
    }

    private News news() {
        News known = news;
        if (known == null) {
            known = new News();
            news = known;
        }
        return known;
    }

    private Looks looks() {
        Looks known = looks;
        if (known == null) {
            known = new Looks();
            looks = known;
        }
        return known;
    }

    void addTo(Outcome.Sum sum) {
        if (state != null) {
            sum.states.put(patientId, new PatientStates.Ahead(state, position));
        }
        if (news != null) {
            sum.alerts.addAll(news.alerts.values());
            sum.events.addAll(news.events);
            sum.comebacks.addAll(news.comebacks.values());
            sum.suppressed.addAll(news.suppressed);
        }
        if (looks != null) {
            sum.looks.putAll(looks.at);
            sum.forgotten.addAll(looks.forgotten);
        }
        sum.evaluated += evaluated;
        sum.late += late;
    }
}
