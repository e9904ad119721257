package dev.wardcast.alerts.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patients whom samples changed and who are not stored yet. Their states stay as the rules work
 * with them, so that reading, copying and writing a state is done once for all samples of the
 * meantime. For one thread.
 */
final class Unstored {

    private final Map<String, PatientDraft> patients = new LinkedHashMap<>();
    private final List<PatientDraft> awaited = new ArrayList<>();
    private int samples;

    /** How many samples the position is behind. */
    int samples() {
        return samples;
    }

    int patients() {
        return patients.size();
    }

    void counted(int more) {
        samples += more;
    }

    @Nullable PatientDraft of(String patientId) {
        return patients.get(patientId);
    }

    void begin(PatientDraft patient) {
        patients.put(patient.changes.patientId(), patient);
    }

    /** Something came about of a patient that somebody waits for. */
    void await(PatientDraft patient) {
        if (awaited.isEmpty() || awaited.getLast() != patient) {
            awaited.add(patient);
        }
    }

    /** All that is unstored of those patients who are awaited; no longer counted to the rest. */
    List<PatientChanges> takeAwaited() {
        List<PatientChanges> taken = new ArrayList<>(awaited.size());
        for (PatientDraft patient : awaited) {
            if (patients.remove(patient.changes.patientId()) != null) {
                taken.add(patient.done());
            }
        }
        awaited.clear();
        return taken;
    }

    /** What became of everybody. */
    List<PatientChanges> all() {
        return patients.values().stream().map(PatientDraft::done).toList();
    }
}
