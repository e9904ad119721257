package dev.wardcast.alerts.work;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states of a partition's patients as they are stored, so that they need not be read for each
 * reading. Right for as long as this node holds the partition, because nobody else changes them. As
 * bytes, of which a patient has a few hundred, and no more patients than the capacity: of others,
 * those seen longest ago are forgotten. For one thread.
 */
final class PatientMemory {

    private final Map<String, byte[]> states;

    PatientMemory(int capacity) {
        this.states =
                new LinkedHashMap<>(16, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
                        return size() > capacity;
                    }
                };
    }

    @Nullable PatientState of(String patient) {
        byte[] state = states.get(patient);
        return state == null ? null : StateCodec.decode(state);
    }

    void put(Map<String, byte[]> stored) {
        states.putAll(stored);
    }

    void forget(Collection<String> patients) {
        patients.forEach(states::remove);
    }

    void forgetAll() {
        states.clear();
    }
}
