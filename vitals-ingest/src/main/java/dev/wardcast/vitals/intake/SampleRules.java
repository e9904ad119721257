package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.vitals.intake.RawItem.Field;
import dev.wardcast.vitals.intake.RawItem.Token;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a posted item is a reading that a living body and a working device can produce.
 *
 * @param maxAhead how far a device's clock may run ahead; up to it the time becomes ours
 * @param maxAge how old a reading may be
 */
record SampleRules(Duration maxAhead, Duration maxAge) {

    private static final String ID_RULE = "(expected: 1 to 64 of A-Z a-z 0-9 . _ -)";

    private static final String TYPE_RULE =
            Stream.of(VitalType.values())
                    .map(VitalType::wireName)
                    .collect(Collectors.joining(", ", "(expected: one of ", ")"));

    Posted.Item judge(RawItem item, Instant receivedAt) {
        if (!item.isObject()) {
            return new Posted.Bad(List.of(new FieldError("item", "not an object (expected: one)")));
        }
        List<FieldError> errors = new ArrayList<>(0);
        String deviceType = id(item, Field.DEVICE_TYPE, errors);
        String deviceId = id(item, Field.DEVICE_ID, errors);
        String patientId = id(item, Field.PATIENT_ID, errors);
        VitalType type = type(item, errors);
        List<Double> values = ValueRules.values(item, type, errors);
        Instant takenAt = takenAt(item, receivedAt, errors);
        OptionalLong sequence = sequence(item, errors);
        if (!errors.isEmpty() || type == null) {
            return new Posted.Bad(List.copyOf(errors));
        }
        return new Posted.Good(
                new Sample(
                        deviceType,
                        deviceId,
                        patientId,
                        type,
                        values,
                        takenAt,
                        receivedAt,
                        sequence));
    }

    /** The id, or an empty string and an error. */
    private static String id(RawItem item, Field field, List<FieldError> errors) {
        String text = text(item, field, ID_RULE, errors);
        if (text == null) {
            return "";
        }
        if (!Room.isId(text)) {
            errors.add(error(field, Quoted.text(text) + " " + ID_RULE));
        }
        return text;
    }

    private static @Nullable VitalType type(RawItem item, List<FieldError> errors) {
        String name = text(item, Field.DATA_TYPE, TYPE_RULE, errors);
        if (name == null) {
            return null;
        }
        VitalType type = VitalType.ofWireName(name).orElse(null);
        if (type == null) {
            errors.add(error(Field.DATA_TYPE, Quoted.text(name) + " " + TYPE_RULE));
        }
        return type;
    }

    private Instant takenAt(RawItem item, Instant receivedAt, List<FieldError> errors) {
        if (!item.fields().containsKey(Field.TIMESTAMP)) {
            return receivedAt;
        }
        String expected = "(expected: RFC 3339, such as 2025-12-29T23:30:00Z)";
        String text = text(item, Field.TIMESTAMP, expected, errors);
        if (text == null) {
            return receivedAt;
        }
        Instant taken;
        try {
            taken = Timestamps.parse(text).truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException | ArithmeticException e) {
            errors.add(error(Field.TIMESTAMP, Quoted.text(text) + " " + expected));
            return receivedAt;
        }
        if (taken.isAfter(receivedAt.plus(maxAhead))) {
            errors.add(
                    error(
                            Field.TIMESTAMP,
                            taken + " (expected: at most " + maxAhead.toSeconds() + " s ahead)"));
        } else if (taken.isBefore(receivedAt.minus(maxAge))) {
            errors.add(
                    error(
                            Field.TIMESTAMP,
                            taken + " (expected: at most " + maxAge.toDays() + " days ago)"));
        }
        return taken.isAfter(receivedAt) ? receivedAt : taken;
    }

    private static OptionalLong sequence(RawItem item, List<FieldError> errors) {
        Token token = item.fields().get(Field.SEQUENCE);
        if (token == null) {
            return OptionalLong.empty();
        }
        if (token instanceof Token.Number number && number.whole() && number.asLong() >= 0) {
            return OptionalLong.of(number.asLong());
        }
        errors.add(
                error(
                        Field.SEQUENCE,
                        ValueRules.shown(token)
                                + " (expected: a whole number from 0 to "
                                + Long.MAX_VALUE
                                + ")"));
        return OptionalLong.empty();
    }

    private static @Nullable String text(
            RawItem item, Field field, String expected, List<FieldError> errors) {
        Token token = item.fields().get(field);
        if (token instanceof Token.Text(String text)) {
            return text;
        }
        errors.add(
                error(
                        field,
                        (token == null ? "missing" : ValueRules.shown(token)) + " " + expected));
        return null;
    }

    private static FieldError error(Field field, String message) {
        return new FieldError(field.wireName(), message);
    }
}
