package dev.wardcast.alerts.definition;

import dev.wardcast.eventlog.vitals.VitalType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What definitions have to know of vital signs. */
final class Vitals {

    private Vitals() {}

    /**
     * A fall so fast that no delay counts, in the unit of the vital per minute, unless a rule says
     * otherwise. Our own figures, cautious ones; no guideline names any.
     */
    static double steepFall(VitalType vital) {
        return switch (vital) {
            case SPO2 -> 4;
            case HEART_RATE, BLOOD_PRESSURE -> 20;
            case RESPIRATORY_RATE -> 6;
            case TEMPERATURE -> 0.5;
            case GLUCOSE -> 5;
            case WEIGHT -> 1;
        };
    }

    static @Nullable VitalType vital(Part part) {
        String expected =
                "one of "
                        + Arrays.stream(VitalType.values())
                                .map(VitalType::wireName)
                                .collect(Collectors.joining(", "));
        String name = part.text("vital_type", "[a-z0-9_]{1,64}", expected);
        if (name == null) {
            if (!part.has("vital_type")) {
                part.wrong("vital_type", expected);
            }
            return null;
        }
        VitalType vital = VitalType.ofWireName(name).orElse(null);
        if (vital == null) {
            part.wrong("vital_type", expected);
        }
        return vital;
    }

    /** May be left out where the vital has only one. */
    static VitalType.@Nullable Field field(Part part, VitalType vital) {
        List<VitalType.Field> fields = vital.fields();
        if (!part.has("field") && fields.size() == 1) {
            return fields.getFirst();
        }
        List<String> names = fields.stream().map(VitalType.Field::name).toList();
        String expected = "one of " + String.join(", ", names);
        String name = part.text("field", "[a-z0-9_]{1,64}", expected);
        if (name == null) {
            if (!part.has("field")) {
                part.wrong("field", expected);
            }
            return null;
        }
        if (!names.contains(name)) {
            part.wrong("field", expected);
            return null;
        }
        return fields.get(names.indexOf(name));
    }

    static int place(VitalType vital, String field) {
        return vital.fields().stream().map(VitalType.Field::name).toList().indexOf(field);
    }

    /** 150, not 150.0. */
    static String figure(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
