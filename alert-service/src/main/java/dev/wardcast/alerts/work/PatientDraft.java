package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.DeviceWatch;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.RuleState;
import java.util.HashMap;
import java.util.Map;

/** A patient's state while a batch changes it. */
final class PatientDraft {

    final Map<String, RuleState> rules;
    final Map<Device, DeviceWatch> devices;
    boolean changed;
    private final long revision;

    PatientDraft(PatientState state, long revision) {
        this.rules = new HashMap<>(state.rules());
        this.devices = new HashMap<>(state.devices());
        this.revision = revision;
        this.changed = state.revision() < revision;
    }

    PatientState state() {
        return new PatientState(revision, rules, devices);
    }
}
