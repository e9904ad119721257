package dev.wardcast.vitals.intake;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.vitals.intake.RawItem.Field;
import dev.wardcast.vitals.intake.RawItem.Token;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A reading that came in another format than ours, as it was sent: not judged yet.
 *
 * @param values one number for each of {@link VitalType#fields()}, in that order and unit
 * @param takenAt RFC 3339
 */
public record Reading(
        String deviceType,
        String deviceId,
        String patientId,
        VitalType type,
        List<Double> values,
        String takenAt,
        OptionalLong sequence) {

    public Reading {
        values = List.copyOf(values);
        if (values.size() != type.fields().size()) {
            throw new IllegalArgumentException(
                    "values: " + values.size() + " (expected: " + type.fields().size() + ")");
        }
    }

    /** As if it had been posted in our format: there is one judgement for all. */
    RawItem toRawItem() {
        Map<Field, Token> fields = new EnumMap<>(Field.class);
        fields.put(Field.DEVICE_TYPE, new Token.Text(deviceType));
        fields.put(Field.DEVICE_ID, new Token.Text(deviceId));
        fields.put(Field.PATIENT_ID, new Token.Text(patientId));
        fields.put(Field.DATA_TYPE, new Token.Text(type.wireName()));
        fields.put(Field.VALUES, Token.OBJECT);
        fields.put(Field.TIMESTAMP, new Token.Text(takenAt));
        sequence.ifPresent(
                number -> fields.put(Field.SEQUENCE, new Token.Number(number, true, number)));
        Map<String, Token> numbers = new HashMap<>(4);
        for (int i = 0; i < values.size(); i++) {
            numbers.put(type.fields().get(i).name(), new Token.Number(values.get(i), false, 0));
        }
        return new RawItem(true, fields, numbers);
    }
}
