package dev.wardcast.vitals.fhir;

import dev.wardcast.eventlog.vitals.VitalType;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.history.HistoryCursor;
import dev.wardcast.vitals.history.HistoryQuery;
import dev.wardcast.vitals.intake.Quoted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for. A parameter that we don't know is refused: a filter that is passed over
 * shows readings that nobody asked for.
 *
 * @param types none of them: nothing can be found
 */
record SearchQuestion(
        String patient, Set<VitalType> types, DateRange when, int count, @Nullable String cursor) {

    static final String COUNT = "_count";
    static final String CURSOR = "_cursor";
    private static final Set<String> KNOWN =
            Set.of(
                    "patient",
                    "subject",
                    "code",
                    "category",
                    "date",
                    "_sort",
                    "_format",
                    COUNT,
                    CURSOR);
    private static final Set<String> FORMATS =
            Set.of("json", "application/json", FhirAnswers.FHIR_JSON);

    /**
     * @param parameters all values of each
     * @throws ProblemException 400 naming the parameter
     */
    static SearchQuestion of(Map<String, List<String>> parameters) {
        for (String name : parameters.keySet()) {
            if (!KNOWN.contains(name)) {
                throw bad(Quoted.text(name), "no such parameter");
            }
        }
        require(parameters, "_sort", "-date (the newest first)", "-date"::equals);
        require(parameters, "_format", "json", FORMATS::contains);
        Set<VitalType> types = EnumSet.allOf(VitalType.class);
        for (String codes : all(parameters, "code")) {
            types.removeIf(type -> !anyOf(codes, token -> hasCode(token, type)));
        }
        for (String categories : all(parameters, "category")) {
            types.removeIf(type -> !anyOf(categories, token -> hasCategory(token, type)));
        }
        DateRange when = DateRange.ALL;
        for (String date : all(parameters, "date")) {
            when = when.and(DateRange.of(date));
        }
        List<String> cursors = all(parameters, CURSOR);
        return new SearchQuestion(
                patient(parameters),
                types,
                when,
                count(all(parameters, COUNT)),
                cursors.isEmpty() ? null : cursors.getFirst());
    }

    boolean canFind() {
        return !types.isEmpty() && when.from().isBefore(when.to());
    }

    HistoryQuery query() {
        HistoryCursor before =
                cursor == null ? HistoryCursor.before(when.to()) : HistoryQuery.cursor(cursor);
        return new HistoryQuery(patient, types, when.from(), before, count);
    }

    private static String patient(Map<String, List<String>> parameters) {
        List<String> said = new ArrayList<>(all(parameters, "patient"));
        said.addAll(all(parameters, "subject"));
        List<String> ids =
                said.stream()
                        .map(id ->
                                id.startsWith(References.PATIENT_PREFIX)
                                        ? id.substring(References.PATIENT_PREFIX.length())
                                        : id)
                        .distinct()
                        .toList();
        if (ids.size() != 1 || ids.getFirst().isEmpty()) {
            throw bad("patient", "expected: the id of one");
        }
        return ids.getFirst();
    }

    private static int count(List<String> said) {
        if (said.isEmpty()) {
            return HistoryQuery.DEFAULT_LIMIT;
        }
        if (!said.getFirst().matches("0*[1-9][0-9]{0,8}")) {
            throw bad(COUNT, "expected: 1 or more");
        }
        return Math.min(Integer.parseInt(said.getFirst()), HistoryQuery.MAX_LIMIT);
    }

    /** A comma is an or. */
    private static boolean anyOf(String tokens, Predicate<String> matches) {
        return List.of(tokens.split(",", -1)).stream().anyMatch(matches);
    }

    private static boolean hasCode(String token, VitalType type) {
        return Coding.ALL.stream()
                .filter(coding -> coding.type() == type)
                .anyMatch(coding -> is(token, Coding.LOINC, coding.code()));
    }

    private static boolean hasCategory(String token, VitalType type) {
        return is(token, ObservationWriter.CATEGORY, ObservationWriter.categoryOf(type));
    }

    private static boolean is(String token, String system, String code) {
        return token.equals(code)
                || token.equals(system + "|" + code)
                || token.equals(system + "|");
    }

    private static void require(
            Map<String, List<String>> parameters,
            String name,
            String expected,
            Predicate<String> right) {
        if (!all(parameters, name).stream().allMatch(right)) {
            throw bad(name, "expected: " + expected);
        }
    }

    private static List<String> all(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of());
    }

    private static ProblemException bad(String name, String what) {
        return ProblemException.badRequest("invalid_parameter", name + " (" + what + ")");
    }
}
