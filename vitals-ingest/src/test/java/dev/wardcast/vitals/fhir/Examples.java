package dev.wardcast.vitals.fhir;

import java.util.List;
import java.util.stream.Collectors;

/** Observations in the shape of those that the FHIR specification gives as examples. */
final class Examples {

    private Examples() {}

    static String heartRate(String patient, String more) {
        return single(patient, "8867-4", "Heart rate", "44", "/min", more);
    }

    /** One value; {@code more} are further elements, each with a comma before it. */
    static String single(
            String patient, String loinc, String display, String value, String unit, String more) {
        return """
        {
          "resourceType": "Observation",
          "meta": {"profile": ["http://hl7.org/fhir/StructureDefinition/vitalsigns"]},
          "text": {"status": "generated", "div": "<div xmlns=\\"http://www.w3.org/1999/xhtml\\">…</div>"},
          "status": "final",
          "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category",
            "code": "vital-signs", "display": "Vital Signs"}], "text": "Vital Signs"}],
          "code": {"coding": [
            {"system": "http://loinc.org", "code": "%s", "display": "%s"},
            {"system": "urn:iso:std:iso:11073:10101", "code": "150456"}]},
          "subject": {"reference": "Patient/%s"},
          "effectiveDateTime": "2026-07-02T09:30:10.123456+01:00",
          "valueQuantity": {"value": %s, "unit": "as shown", "system": "http://unitsofmeasure.org", "code": "%s"}%s
        }
        """
                .formatted(loinc, display, patient, value, unit, more);
    }

    static String bloodPressure(String patient, String systolic, String diastolic) {
        return """
        {
          "resourceType": "Observation",
          "identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:%1$s-%2$s-%3$s"}],
          "status": "final",
          "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9"}], "text": "Blood pressure"},
          "subject": {"reference": "Patient/%1$s"},
          "effectiveInstant": "2026-07-02T08:30:10Z",
          "bodySite": {"coding": [{"system": "http://snomed.info/sct", "code": "368209003"}]},
          "component": [
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"},
              {"system": "http://snomed.info/sct", "code": "271649006"}]},
             "valueQuantity": {"value": %2$s, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}},
            {"code": {"coding": [{"system": "http://loinc.org", "code": "8462-4"}]},
             "valueQuantity": {"value": %3$s, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}}]
        }
        """
                .formatted(patient, systolic, diastolic);
    }

    static String identified(String system, String value) {
        return ", \"identifier\": [{\"system\": \"%s\", \"value\": \"%s\"}]"
                .formatted(system, value);
    }

    static String device(String reference) {
        return ", \"device\": {\"reference\": \"" + reference + "\"}";
    }

    static String bundle(String type, List<String> observations) {
        return observations.stream()
                .map(observation ->
                        """
                        {"fullUrl": "urn:uuid:88f151c0-a954-468a-88bd-5ae15c08e059", "resource": %s,
                         "request": {"method": "POST", "url": "Observation"}}
                        """
                                .formatted(observation))
                .collect(
                        Collectors.joining(
                                ",",
                                "{\"resourceType\": \"Bundle\", \"type\": \""
                                        + type
                                        + "\", \"entry\": [",
                                "]}"));
    }
}
