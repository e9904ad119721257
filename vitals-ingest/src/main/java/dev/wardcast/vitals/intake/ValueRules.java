package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.vitals.intake.RawItem.Field;
import dev.wardcast.vitals.intake.RawItem.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the {@code values} of an item are those of its vital sign, and possible at all. */
final class ValueRules {

    private ValueRules() {}

    /**
     * The numbers in the order of {@link VitalType#fields()}; incomplete where errors were added.
     *
     * @param type {@code null} if it is not known: then only the shape is judged
     */
    static List<Double> values(RawItem item, @Nullable VitalType type, List<FieldError> errors) {
        Token shape = item.fields().get(Field.VALUES);
        if (!Token.OBJECT.equals(shape)) {
            errors.add(
                    new FieldError(
                            Field.VALUES.wireName(),
                            (shape == null ? "missing" : shown(shape)) + " " + example(type)));
            return List.of();
        }
        if (type == null) {
            return List.of();
        }
        List<Double> numbers = new ArrayList<>(type.fields().size());
        for (VitalType.Field field : type.fields()) {
            Double number = number(item, type, field, errors);
            if (number != null) {
                numbers.add(number);
            }
        }
        if (type == VitalType.BLOOD_PRESSURE && numbers.size() == 2) {
            checkPressures(numbers.getFirst(), numbers.getLast(), errors);
        }
        return numbers;
    }

    private static @Nullable Double number(
            RawItem item, VitalType type, VitalType.Field field, List<FieldError> errors) {
        String name = field.name();
        Token token = item.values().get(name);
        if (token == null && type.fields().size() == 1) {
            token = item.values().get(RawItem.ANY_VALUE);
            name = token == null ? name : RawItem.ANY_VALUE;
        }
        if (token instanceof Token.Number number
                && number.value() >= field.min()
                && number.value() <= field.max()) {
            // Adding zero makes a zero of -0.
            return number.value() + 0.0;
        }
        errors.add(
                new FieldError(
                        "values." + name,
                        (token == null ? "missing" : shown(token))
                                + " (expected: "
                                + Quoted.number(field.min())
                                + " to "
                                + Quoted.number(field.max())
                                + ")"));
        return null;
    }

    private static void checkPressures(double systolic, double diastolic, List<FieldError> errors) {
        if (diastolic >= systolic) {
            errors.add(
                    new FieldError(
                            "values.diastolic",
                            Quoted.number(diastolic)
                                    + " (expected: less than values.systolic, which is "
                                    + Quoted.number(systolic)
                                    + ")"));
        }
    }

    private static String example(@Nullable VitalType type) {
        String fields =
                (type == null ? VitalType.HEART_RATE : type)
                        .fields().stream()
                                .map(field -> '"' + field.name() + "\": number")
                                .collect(Collectors.joining(", "));
        return "(expected: an object" + (type == null ? ", such as {" : " {") + fields + "})";
    }

    /** What was sent, for an error message. */
    static String shown(Token token) {
        return switch (token) {
            case Token.Text(String text) -> '"' + Quoted.text(text) + '"';
            case Token.Number number ->
                    number.whole() ? Long.toString(number.asLong()) : Quoted.number(number.value());
            case Token.Other(String kind) -> kind;
        };
    }
}
