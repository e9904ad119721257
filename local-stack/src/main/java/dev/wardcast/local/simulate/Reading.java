package dev.wardcast.local.simulate;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;

/**
 * What a device has measured.
 *
 * @param values one for each field of the vital, in that order
 */
record Reading(VitalType vital, List<Double> values) {
    Reading {
        values = List.copyOf(values);
        if (values.size() != vital.fields().size()) {
            throw new IllegalArgumentException(
                    "values: " + values.size() + " (expected: " + vital.fields().size() + ")");
        }
    }
}
