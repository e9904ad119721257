package dev.wardcast.eventlog.vitals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The vital signs that a device may post, with their fields and the range that a body can have. */
public enum VitalType {
    /** Beats per minute. 0 is accepted: a monitor in asystole reports it. */
    HEART_RATE("heart_rate", new Field("bpm", 0, 350)),
    /** Millimetres of mercury. */
    BLOOD_PRESSURE(
            "blood_pressure", new Field("systolic", 20, 350), new Field("diastolic", 5, 250)),
    /** Oxygen saturation, per cent. */
    SPO2("spo2", new Field("percent", 1, 100)),
    /** Breaths per minute. 0 is accepted: a monitor in apnoea reports it. */
    RESPIRATORY_RATE("respiratory_rate", new Field("per_minute", 0, 150)),
    /** Degrees Celsius. */
    TEMPERATURE("temperature", new Field("celsius", 12, 46)),
    /** Blood glucose, milligrams per decilitre. */
    GLUCOSE("glucose", new Field("mg_dl", 5, 2000)),
    /** Body weight, kilograms. */
    WEIGHT("weight", new Field("kg", 0.2, 700));

    /**
     * One number of a sample.
     *
     * @param name key in {@code values}
     * @param min least value that is possible at all, inclusive
     * @param max greatest value that is possible at all, inclusive
     */
    public record Field(String name, double min, double max) {}

    private static final Map<String, VitalType> BY_WIRE_NAME =
            Stream.of(values()).collect(Collectors.toMap(VitalType::wireName, Function.identity()));

    private final String wireName;
    private final List<Field> fields;

    VitalType(String wireName, Field... fields) {
        this.wireName = wireName;
        this.fields = List.of(fields);
    }

    /** The {@code data_type} on the wire. */
    public String wireName() {
        return wireName;
    }

    public List<Field> fields() {
        return fields;
    }

    public static Optional<VitalType> ofWireName(String name) {
        return Optional.ofNullable(BY_WIRE_NAME.get(name));
    }
}
