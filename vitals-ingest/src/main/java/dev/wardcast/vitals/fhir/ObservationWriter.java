package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.vitals.history.HistoryPage.Reading;
import dev.wardcast.vitals.history.ReadingId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From a reading to an Observation. */
final class ObservationWriter {

    static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";

    private ObservationWriter() {}

    static Map<String, Object> toFhir(Sample sample, ReadingId id) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < sample.values().size(); i++) {
            values.put(sample.type().fields().get(i).name(), sample.values().get(i));
        }
        Long sequence = sample.sequence().isPresent() ? sample.sequence().getAsLong() : null;
        return toFhir(
                new Reading(
                        sample.patientId(),
                        sample.deviceType(),
                        sample.deviceId(),
                        sample.type().wireName(),
                        values,
                        sample.takenAt(),
                        sample.receivedAt(),
                        sequence),
                id);
    }

    static Map<String, Object> toFhir(Reading reading, ReadingId id) {
        VitalType type = VitalType.ofWireName(reading.dataType()).orElseThrow();
        Map<String, Object> observation = new LinkedHashMap<>();
        observation.put("resourceType", "Observation");
        observation.put("id", id.toString());
        observation.put("meta", Map.of("lastUpdated", reading.receivedAt()));
        Long sequence = reading.sequence();
        if (sequence != null && Identifiers.isSequence(sequence)) {
            observation.put(
                    "identifier",
                    List.of(Map.of("system", Identifiers.SEQUENCE, "value", sequence.toString())));
        }
        observation.put("status", "final");
        observation.put(
                "category",
                List.of(
                        Map.of(
                                "coding",
                                List.of(Map.of("system", CATEGORY, "code", categoryOf(type))))));
        observation.put("code", Map.of("coding", Coding.of(type)));
        observation.put("subject", References.toPatient(reading.patientId()));
        observation.put("effectiveDateTime", reading.timestamp());
        observation.put("issued", reading.receivedAt());
        observation.put("device", References.toDevice(reading.deviceType(), reading.deviceId()));
        putValues(observation, type, List.copyOf(reading.values().values()));
        return observation;
    }

    /** Glucose is none of the vital signs of FHIR. */
    static String categoryOf(VitalType type) {
        return type == VitalType.GLUCOSE ? "laboratory" : "vital-signs";
    }

    private static void putValues(
            Map<String, Object> observation, VitalType type, List<Double> values) {
        String unit = Units.of(type).getFirst();
        if (type != VitalType.BLOOD_PRESSURE) {
            observation.put("valueQuantity", quantity(values.getFirst(), unit));
            return;
        }
        List<Map<String, Object>> components = new ArrayList<>(2);
        for (int i = 0; i < values.size(); i++) {
            components.add(
                    Map.of(
                            "code",
                            Map.of("coding", List.of(Coding.PRESSURES.get(i).toFhir())),
                            "valueQuantity",
                            quantity(values.get(i), unit)));
        }
        observation.put("component", components);
    }

    private static Map<String, Object> quantity(double value, String unit) {
        Map<String, Object> quantity = new LinkedHashMap<>();
        quantity.put("value", value);
        quantity.put("unit", unit);
        quantity.put("system", Units.UCUM);
        quantity.put("code", unit);
        return quantity;
    }
}
