package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;

/**
 * The UCUM units of the vital signs, and how to get from them to the unit that we keep. What a
 * factor leaves beyond the third decimal is arithmetic, not measurement, and rounded away.
 */
final class Units {

    static final String UCUM = "http://unitsofmeasure.org";

    /** 180.156 g/mol, by which 1 mmol/l of glucose are 18.0156 mg/dl. */
    private static final double MG_PER_DL = 18.0156;

    /** The international pound, by definition. */
    private static final double KG_PER_POUND = 0.45359237;

    /** Text in braces is a remark: {@code {beat}/min} is {@code /min}. */
    private static final Pattern PER_MINUTE = Pattern.compile("1?(\\{[^{}]*})?/min");

    private Units() {}

    /** How to read a number of that unit; empty if the vital sign is not measured in it. */
    static Optional<DoubleUnaryOperator> reader(VitalType type, String unit) {
        return Optional.ofNullable(
                switch (type) {
                    case HEART_RATE, RESPIRATORY_RATE ->
                            PER_MINUTE.matcher(unit).matches() ? asItIs() : null;
                    case BLOOD_PRESSURE -> unit.equals("mm[Hg]") ? asItIs() : null;
                    case SPO2 -> unit.equals("%") ? asItIs() : null;
                    case TEMPERATURE ->
                            switch (unit) {
                                case "Cel" -> asItIs();
                                case "[degF]" -> rounded(f -> (f - 32) * 5 / 9);
                                default -> null;
                            };
                    case GLUCOSE ->
                            switch (unit) {
                                case "mg/dL" -> asItIs();
                                case "mmol/L" -> rounded(mmol -> mmol * MG_PER_DL);
                                default -> null;
                            };
                    case WEIGHT ->
                            switch (unit) {
                                case "kg" -> asItIs();
                                case "g" -> rounded(g -> g / 1000);
                                case "[lb_av]" -> rounded(lb -> lb * KG_PER_POUND);
                                default -> null;
                            };
                });
    }

    private static DoubleUnaryOperator asItIs() {
        return DoubleUnaryOperator.identity();
    }

    private static DoubleUnaryOperator rounded(DoubleUnaryOperator conversion) {
        return value -> {
            double converted = conversion.applyAsDouble(value);
            return Math.abs(converted) < 1e9 ? Math.round(converted * 1000) / 1000.0 : converted;
        };
    }

    /** What can be sent; the first is what we keep and answer. */
    static List<String> of(VitalType type) {
        return switch (type) {
            case HEART_RATE -> List.of("/min", "{beat}/min");
            case RESPIRATORY_RATE -> List.of("/min");
            case BLOOD_PRESSURE -> List.of("mm[Hg]");
            case SPO2 -> List.of("%");
            case TEMPERATURE -> List.of("Cel", "[degF]");
            case GLUCOSE -> List.of("mg/dL", "mmol/L");
            case WEIGHT -> List.of("kg", "g", "[lb_av]");
        };
    }
}
