package dev.wardcast.vitals.fhir;

import io.micronaut.http.HttpStatus;
import java.util.List;

/** A refusal whose issues FHIR has words for. */
final class OutcomeException extends RuntimeException {

    private final HttpStatus status;
    private final transient List<Issue> issues;

    OutcomeException(HttpStatus status, List<Issue> issues) {
        super(issues.getFirst().diagnostics(), null, false, false);
        this.status = status;
        this.issues = List.copyOf(issues);
    }

    HttpStatus status() {
        return status;
    }

    List<Issue> issues() {
        return issues;
    }
}
