package dev.wardcast.alerts.work;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What samples brought about that is not stored yet, by patient. For one thread. */
final class Unstored {

    private final Map<String, PatientChanges> patients = new LinkedHashMap<>();
    private int samples;

    /**
     * @return all that is unstored of those patients of whom somebody waits for something; it is no
     *     longer counted among the rest
     */
    List<PatientChanges> add(Collection<PatientChanges> next, int ofSamples) {
        samples += ofSamples;
        List<PatientChanges> awaited = new ArrayList<>();
        for (PatientChanges changes : next) {
            PatientChanges before = patients.putIfAbsent(changes.patientId(), changes);
            if (before != null) {
                before.then(changes);
            }
            if (changes.isAwaited()) {
                awaited.add(patients.remove(changes.patientId()));
            }
        }
        return awaited;
    }

    /** How many samples the position is behind. */
    int samples() {
        return samples;
    }

    @Nullable PatientState state(String patient) {
        PatientChanges changes = patients.get(patient);
        return changes == null ? null : changes.state();
    }

    Collection<PatientChanges> patients() {
        return patients.values();
    }
}
