package dev.wardcast.alerts.work;

import dev.wardcast.alerts.rules.DeviceWatch;
import dev.wardcast.alerts.rules.DeviceWatch.Device;
import dev.wardcast.alerts.rules.RuleState;
import java.util.Map;

/**
 * What the rules remember of a patient.
 *
 * @param revision of the rules with which it was looked at last
 * @param rules by rule id
 */
record PatientState(long revision, Map<String, RuleState> rules, Map<Device, DeviceWatch> devices) {

    static final PatientState NONE = new PatientState(0, Map.of(), Map.of());
}
