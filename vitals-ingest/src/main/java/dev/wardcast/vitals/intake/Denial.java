package dev.wardcast.vitals.intake;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import java.util.List;
import java.util.Locale;

/** Why somebody may not post a reading that is right in itself. */
public enum Denial {
    OTHER_PATIENT("patient_id", "another patient (expected: the one that the key is bound to)"),
    OTHER_DEVICE("device_id", "another device (expected: the one whose key it is)"),
    UNKNOWN_PATIENT("patient_id", "an unknown patient (expected: one that is registered)");

    private final String field;
    private final String message;

    Denial(String field, String message) {
        this.field = field;
        this.message = message;
    }

    /** The code of the refusal, and its reason in the metrics. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The field that says what may not be said, by its name in our own format. */
    public String field() {
        return field;
    }

    /** What it says, and what was expected. */
    public String message() {
        return message;
    }

    /** The answer to a post of this one reading: 403 for what is somebody else's, else 422. */
    public ProblemException problem() {
        return switch (this) {
            case OTHER_PATIENT, OTHER_DEVICE ->
                    ProblemException.forbidden(code(), field + ": " + message);
            case UNKNOWN_PATIENT ->
                    ProblemException.unprocessable(List.of(new FieldError(field, message)));
        };
    }
}
