package dev.wardcast.vitals.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of an OperationOutcome.
 *
 * @param diagnostics what was there and what was expected
 * @param expression where, as FHIRPath
 */
record Issue(Severity severity, Code code, String diagnostics, @Nullable String expression) {

    enum Severity {
        ERROR("error"),
        INFORMATION("information");

        private final String code;

        Severity(String code) {
            this.code = code;
        }
    }

    /** Of the value set {@code issue-type}. */
    enum Code {
        STRUCTURE("structure"),
        REQUIRED("required"),
        VALUE("value"),
        CODE_INVALID("code-invalid"),
        NOT_SUPPORTED("not-supported"),
        BUSINESS_RULE("business-rule"),
        DUPLICATE("duplicate"),
        LOGIN("login"),
        FORBIDDEN("forbidden"),
        NOT_FOUND("not-found"),
        TOO_LONG("too-long"),
        CONFLICT("conflict"),
        THROTTLED("throttled"),
        TRANSIENT("transient"),
        EXCEPTION("exception");

        private final String code;

        Code(String code) {
            this.code = code;
        }
    }

    static Issue error(Code code, String diagnostics, Element where) {
        return new Issue(Severity.ERROR, code, diagnostics, where.path());
    }

    /** An OperationOutcome with these. */
    static Map<String, Object> outcome(List<Issue> issues) {
        Map<String, Object> outcome = new LinkedHashMap<>();
        outcome.put("resourceType", "OperationOutcome");
        outcome.put("issue", issues.stream().map(Issue::toFhir).toList());
        return outcome;
    }

    private Map<String, Object> toFhir() {
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("severity", severity.code);
        issue.put("code", code.code);
        issue.put("diagnostics", diagnostics);
        if (expression != null) {
            issue.put("expression", List.of(expression));
        }
        return issue;
    }
}
