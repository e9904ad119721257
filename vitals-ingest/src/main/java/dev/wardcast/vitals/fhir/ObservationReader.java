package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.vitals.fhir.Issue.Code;
import dev.wardcast.vitals.intake.Poster;
import dev.wardcast.vitals.intake.Quoted;
import dev.wardcast.vitals.intake.Reading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From an Observation to a reading. What changes the meaning of a resource and is not understood
 * here (modifier extensions, implicit rules, comparators) is a refusal: a value that means
 * something else is worse than none.
 */
final class ObservationReader {

    private static final Set<String> NEW = Set.of("final");
    private static final Set<String> CHANGED = Set.of("amended", "corrected");

    private final Poster poster;

    /**
     * @param poster whose device is meant where none is named
     */
    ObservationReader(Poster poster) {
        this.poster = poster;
    }

    Parsed read(Element observation) {
        if (!observation.get("resourceType").is("Observation")) {
            return new Parsed.Bad(
                    List.of(
                            Issue.error(
                                    Code.NOT_SUPPORTED,
                                    "not an Observation (expected: one)",
                                    observation)));
        }
        List<Issue> issues = new ArrayList<>(0);
        Map<String, String> places = new HashMap<>();
        refuseWhatIsNotUnderstood(observation, issues);
        boolean changed = CHANGED.contains(String.valueOf(status(observation, issues)));
        String patient = References.patient(observation.get("subject"), issues);
        References.DeviceName device = References.device(observation.get("device"), poster, issues);
        String takenAt = takenAt(observation, issues, places);
        VitalType type = type(observation.get("code"), issues);
        List<Double> values =
                type == null ? List.of() : new Quantities(type, issues, places).read(observation);
        if (!issues.isEmpty()
                || type == null
                || patient == null
                || device == null
                || takenAt == null) {
            return new Parsed.Bad(List.copyOf(issues));
        }
        places.put("patient_id", observation.get("subject").get("reference").path());
        places.put("device_type", observation.get("device").path());
        places.put("device_id", observation.get("device").path());
        return new Parsed.Good(
                new Reading(
                        device.type(),
                        device.id(),
                        patient,
                        type,
                        values,
                        takenAt,
                        Identifiers.sequence(observation, changed)),
                places,
                Units.of(type).getFirst());
    }

    private static void refuseWhatIsNotUnderstood(Element observation, List<Issue> issues) {
        for (String name : List.of("modifierExtension", "implicitRules")) {
            if (!observation.get(name).isAbsent()) {
                issues.add(
                        Issue.error(
                                Code.NOT_SUPPORTED,
                                "not understood (expected: none)",
                                observation.get(name)));
            }
        }
    }

    private static @Nullable String status(Element observation, List<Issue> issues) {
        Element where = observation.get("status");
        String status = where.text();
        if (status == null) {
            issues.add(
                    Issue.error(
                            Code.REQUIRED, "missing (expected: final, amended, corrected)", where));
        } else if (!NEW.contains(status) && !CHANGED.contains(status)) {
            issues.add(
                    Issue.error(
                            Code.BUSINESS_RULE,
                            '"'
                                    + Quoted.text(status)
                                    + "\" (expected: final, amended or corrected; what is kept"
                                    + " stays as it is)",
                            where));
        }
        return status;
    }

    private static @Nullable VitalType type(Element code, List<Issue> issues) {
        Set<VitalType> types = EnumSet.noneOf(VitalType.class);
        for (Element coding : code.all("coding")) {
            String loinc = coding.get("code").text();
            if (loinc != null && coding.get("system").is(Coding.LOINC)) {
                Coding.typeOf(loinc).ifPresent(types::add);
            }
        }
        if (types.size() == 1) {
            return types.iterator().next();
        }
        issues.add(
                Issue.error(
                        code.isAbsent() ? Code.REQUIRED : Code.CODE_INVALID,
                        (types.isEmpty() ? "no vital sign" : "several vital signs")
                                + " (expected: a coding of "
                                + Coding.LOINC
                                + " with one of "
                                + Coding.allCodes()
                                + ")",
                        code.get("coding")));
        return null;
    }

    private static @Nullable String takenAt(
            Element observation, List<Issue> issues, Map<String, String> places) {
        Element dateTime = observation.get("effective", "dateTime");
        Element where = dateTime.isAbsent() ? observation.get("effective", "instant") : dateTime;
        String text = where.text();
        if (text == null) {
            issues.add(
                    Issue.error(
                            Code.REQUIRED,
                            "missing (expected: effectiveDateTime or effectiveInstant)",
                            observation.get("effective")));
            return null;
        }
        places.put("timestamp", where.path());
        return text;
    }
}
