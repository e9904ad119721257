package dev.wardcast.vitals.fhir;

import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.fhir.Issue.Code;
import io.micronaut.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From a Bundle to what its entries ask for. */
final class BundleReader {

    /** As many as one post in our own format may have. */
    static final int MAX_ENTRIES = 1_000;

    private final ObservationReader observations;

    BundleReader(ObservationReader observations) {
        this.observations = observations;
    }

    /**
     * @param together a transaction: all or nothing
     * @param entries in their order, at least one
     */
    record Bundle(boolean together, List<Parsed> entries) {}

    /**
     * @throws OutcomeException 422 if it is no batch or transaction with entries
     * @throws ProblemException 413 if there are more than {@value #MAX_ENTRIES}
     */
    Bundle read(Element bundle) {
        if (!bundle.get("resourceType").is("Bundle")) {
            throw refused(Code.NOT_SUPPORTED, "not a Bundle (expected: one)", bundle);
        }
        boolean together = bundle.get("type").is("transaction");
        if (!together && !bundle.get("type").is("batch")) {
            throw refused(
                    Code.NOT_SUPPORTED,
                    "another type (expected: transaction or batch)",
                    bundle.get("type"));
        }
        List<Element> entries = bundle.all("entry");
        if (entries.isEmpty()) {
            throw refused(Code.REQUIRED, "no entry (expected: 1 to 1000)", bundle.get("entry"));
        }
        if (entries.size() > MAX_ENTRIES) {
            throw ProblemException.of(
                    HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                    "too_many_items",
                    entries.size() + " entries (expected: at most " + MAX_ENTRIES + ")");
        }
        return new Bundle(together, entries.stream().map(this::entry).toList());
    }

    private Parsed entry(Element entry) {
        List<Issue> issues = new ArrayList<>(0);
        Element request = entry.get("request");
        expect(request.get("method"), "POST", issues);
        expect(request.get("url"), "Observation", issues);
        if (!request.get("ifNoneExist").isAbsent()) {
            issues.add(
                    Issue.error(
                            Code.NOT_SUPPORTED,
                            "a condition (expected: none; repeats are known by identifier)",
                            request.get("ifNoneExist")));
        }
        Parsed parsed = observations.read(entry.get("resource"));
        if (issues.isEmpty()) {
            return parsed;
        }
        if (parsed instanceof Parsed.Bad(List<Issue> more)) {
            issues.addAll(more);
        }
        return new Parsed.Bad(List.copyOf(issues));
    }

    private static void expect(Element where, String expected, List<Issue> issues) {
        if (!where.is(expected)) {
            issues.add(
                    Issue.error(
                            where.isAbsent() ? Code.REQUIRED : Code.NOT_SUPPORTED,
                            (where.isAbsent() ? "missing" : "something else")
                                    + " (expected: "
                                    + expected
                                    + ")",
                            where));
        }
    }

    private static OutcomeException refused(Code code, String diagnostics, Element where) {
        return new OutcomeException(
                HttpStatus.UNPROCESSABLE_ENTITY, List.of(Issue.error(code, diagnostics, where)));
    }

    /** What a Bundle is answered with. */
    static Map<String, Object> response(boolean together, List<Map<String, Object>> entries) {
        return Map.of(
                "resourceType",
                "Bundle",
                "type",
                together ? "transaction-response" : "batch-response",
                "entry",
                entries);
    }
}
