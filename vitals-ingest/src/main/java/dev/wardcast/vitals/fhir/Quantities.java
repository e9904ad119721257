package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.intake.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The measured numbers of an Observation, in our units. */
final class Quantities {

    private final VitalType type;
    private final List<Issue> issues;
    private final Map<String, String> places;

    /**
     * @param issues where to add what is wrong
     * @param places where to put down from where each value is
     */
    Quantities(VitalType type, List<Issue> issues, Map<String, String> places) {
        this.type = type;
        this.issues = issues;
        this.places = places;
    }

    /** One for each field of the vital sign; fewer where issues were added. */
    List<Double> read(Element observation) {
        List<Double> values = new ArrayList<>(2);
        for (int i = 0; i < type.fields().size(); i++) {
            Element holder =
                    type == VitalType.BLOOD_PRESSURE
                            ? component(observation, Coding.PRESSURES.get(i))
                            : observation;
            Double value = holder == null ? null : value(holder);
            if (holder != null && value != null) {
                places.put(
                        "values." + type.fields().get(i).name(),
                        holder.get("value", "Quantity").get("value").path());
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Element component(Element observation, Coding wanted) {
        List<Element> found =
                observation.all("component").stream()
                        .filter(component -> hasCode(component, wanted.code()))
                        .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        issues.add(
                Issue.error(
                        found.isEmpty() ? Code.REQUIRED : Code.VALUE,
                        found.size()
                                + " of code "
                                + wanted.code()
                                + " (expected: 1, the "
                                + wanted.name().toLowerCase(Locale.ROOT)
                                + ")",
                        observation.get("component")));
        return null;
    }

    private static boolean hasCode(Element component, String code) {
        return component.get("code").all("coding").stream()
                .anyMatch(coding ->
                        coding.get("system").is(Coding.LOINC) && coding.get("code").is(code));
    }

    private @Nullable Double value(Element holder) {
        Element quantity = holder.get("value", "Quantity");
        if (!quantity.isObject()) {
            boolean said = !holder.get("dataAbsentReason").isAbsent();
            issues.add(
                    Issue.error(
                            Code.REQUIRED,
                            (said ? "absent for a reason" : "missing")
                                    + " (expected: a Quantity; what was not measured is no"
                                    + " reading)",
                            quantity));
            return null;
        }
        if (!quantity.get("comparator").isAbsent()) {
            issues.add(
                    Issue.error(
                            Code.NOT_SUPPORTED,
                            "a bound (expected: none; a reading is one number)",
                            quantity.get("comparator")));
            return null;
        }
        Optional<DoubleUnaryOperator> reader = reader(quantity);
        Double number = quantity.get("value").number();
        if (number == null) {
            Element where = quantity.get("value");
            issues.add(
                    Issue.error(
                            where.isAbsent() ? Code.REQUIRED : Code.STRUCTURE,
                            (where.isAbsent() ? "missing" : "not a number")
                                    + " (expected: a number)",
                            where));
        }
        return number == null || reader.isEmpty() ? null : reader.get().applyAsDouble(number);
    }

    private Optional<DoubleUnaryOperator> reader(Element quantity) {
        if (!quantity.get("system").is(Units.UCUM)) {
            issues.add(
                    Issue.error(
                            quantity.get("system").isAbsent() ? Code.REQUIRED : Code.CODE_INVALID,
                            "expected: " + Units.UCUM,
                            quantity.get("system")));
            return Optional.empty();
        }
        String unit = quantity.get("code").text();
        Optional<DoubleUnaryOperator> reader =
                unit == null ? Optional.empty() : Units.reader(type, unit);
        if (reader.isEmpty()) {
            issues.add(
                    Issue.error(
                            unit == null ? Code.REQUIRED : Code.CODE_INVALID,
                            (unit == null ? "missing" : '"' + Quoted.text(unit) + '"')
                                    + " (expected: "
                                    + String.join(" or ", Units.of(type))
                                    + ")",
                            quantity.get("code")));
        }
        return reader;
    }
}
