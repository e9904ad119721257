package dev.wardcast.vitals.fhir;

import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.intake.Poster;
import dev.wardcast.vitals.intake.Quoted;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How patients and devices are named. */
final class References {

    /** Of identifiers {@code type:id}. */
    static final String DEVICE = "http://wardcast.dev/fhir/device";

    static final String PATIENT_PREFIX = "Patient/";
    private static final String DEVICE_PREFIX = "Device/";

    private References() {}

    record DeviceName(String type, String id) {}

    /**
     * The id after {@code Patient/}, not judged yet; {@code null} and an issue if there is none.
     */
    static @Nullable String patient(Element subject, List<Issue> issues) {
        String reference = subject.get("reference").text();
        // An address on another server is another server's patient.
        if (reference != null
                && reference.startsWith(PATIENT_PREFIX)
                && reference.indexOf('/', PATIENT_PREFIX.length()) < 0) {
            return reference.substring(PATIENT_PREFIX.length());
        }
        issues.add(missingOrWrong(reference, "Patient/{id}", subject.get("reference")));
        return null;
    }

    /**
     * By {@code device.identifier}, else by {@code device.reference}, else the device whose key it
     * is.
     */
    static @Nullable DeviceName device(Element device, Poster poster, List<Issue> issues) {
        if (device.isAbsent() && poster instanceof Poster.Device own) {
            return new DeviceName(own.type(), own.id());
        }
        Element identifier = device.get("identifier");
        if (identifier.get("system").is(DEVICE)) {
            return device(identifier.get("value"), "", ':', "{type}:{id}", issues);
        }
        return device(device.get("reference"), DEVICE_PREFIX, '.', "Device/{type}.{id}", issues);
    }

    private static @Nullable DeviceName device(
            Element where, String prefix, char between, String expected, List<Issue> issues) {
        String text = where.text();
        if (text != null && text.startsWith(prefix)) {
            int middle = text.indexOf(between, prefix.length());
            if (middle > 0) {
                return new DeviceName(
                        text.substring(prefix.length(), middle), text.substring(middle + 1));
            }
        }
        issues.add(missingOrWrong(text, expected, where));
        return null;
    }

    private static Issue missingOrWrong(@Nullable String found, String expected, Element where) {
        return Issue.error(
                found == null ? Code.REQUIRED : Code.VALUE,
                (found == null ? "missing" : '"' + Quoted.text(found) + '"')
                        + " (expected: "
                        + expected
                        + ")",
                where);
    }

    static Map<String, Object> toPatient(String id) {
        return Map.of("reference", PATIENT_PREFIX + id);
    }

    static Map<String, Object> toDevice(String type, String id) {
        Map<String, Object> device = new TreeMap<>();
        device.put("identifier", Map.of("system", DEVICE, "value", type + ":" + id));
        // With a dot in the type nobody could tell where the id begins.
        if (type.indexOf('.') < 0) {
            device.put("reference", DEVICE_PREFIX + type + "." + id);
        }
        return device;
    }
}
