package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;

/** Where the fields of a vital sign stand in its readings. */
final class Fields {

    private Fields() {}

    static List<String> of(VitalType vital) {
        return vital.fields().stream().map(VitalType.Field::name).toList();
    }

    /**
     * @throws IllegalArgumentException if the vital has no such field
     */
    static int place(VitalType vital, String field) {
        List<VitalType.Field> fields = vital.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(field)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "field: %s (expected: one of %s)".formatted(field, of(vital)));
    }

    static double value(VitalType vital, String field, Reading reading) {
        return reading.values().get(place(vital, field));
    }
}
