package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.VitalType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The LOINC codes of the vital signs: those of the FHIR vital signs profile, and for glucose, which
 * it does not have, those of blood, plasma and capillary blood.
 *
 * @param name as LOINC displays it
 */
record Coding(String code, String name, VitalType type) {

    static final String LOINC = "http://loinc.org";

    /** Of each vital sign the first is what it goes out with. */
    static final List<Coding> ALL =
            List.of(
                    new Coding("8867-4", "Heart rate", VitalType.HEART_RATE),
                    new Coding(
                            "85354-9",
                            "Blood pressure panel with all children optional",
                            VitalType.BLOOD_PRESSURE),
                    new Coding("2708-6", "Oxygen saturation in Arterial blood", VitalType.SPO2),
                    new Coding(
                            "59408-5",
                            "Oxygen saturation in Arterial blood by Pulse oximetry",
                            VitalType.SPO2),
                    new Coding("9279-1", "Respiratory rate", VitalType.RESPIRATORY_RATE),
                    new Coding("8310-5", "Body temperature", VitalType.TEMPERATURE),
                    new Coding("2339-0", "Glucose [Mass/volume] in Blood", VitalType.GLUCOSE),
                    new Coding(
                            "2345-7",
                            "Glucose [Mass/volume] in Serum or Plasma",
                            VitalType.GLUCOSE),
                    new Coding(
                            "41653-7",
                            "Glucose [Mass/volume] in Capillary blood by Glucometer",
                            VitalType.GLUCOSE),
                    new Coding("15074-8", "Glucose [Moles/volume] in Blood", VitalType.GLUCOSE),
                    new Coding("29463-7", "Body weight", VitalType.WEIGHT));

    /** Of the components of a blood pressure, in the order of its fields. */
    static final List<Coding> PRESSURES =
            List.of(
                    new Coding("8480-6", "Systolic blood pressure", VitalType.BLOOD_PRESSURE),
                    new Coding("8462-4", "Diastolic blood pressure", VitalType.BLOOD_PRESSURE));

    static Optional<VitalType> typeOf(String loinc) {
        return ALL.stream()
                .filter(coding -> coding.code.equals(loinc))
                .map(Coding::type)
                .findFirst();
    }

    /** What a vital sign goes out with: saturation as both the profile's code and the method's. */
    static List<Map<String, String>> of(VitalType type) {
        List<Coding> all = ALL.stream().filter(coding -> coding.type == type).toList();
        return all.subList(0, type == VitalType.SPO2 ? 2 : 1).stream().map(Coding::toFhir).toList();
    }

    Map<String, String> toFhir() {
        return new TreeMap<>(Map.of("system", LOINC, "code", code, "display", name));
    }

    /** The codes that we take, for people to read. */
    static String allCodes() {
        return String.join(", ", ALL.stream().map(Coding::code).toList());
    }
}
