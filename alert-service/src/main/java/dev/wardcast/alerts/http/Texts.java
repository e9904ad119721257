package dev.wardcast.alerts.http;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import java.util.List;

/** Checks what people write. */
final class Texts {

    /** In characters. */
    static final int LONGEST_NOTE = 2000;

    private Texts() {}

    /**
     * @throws ProblemException if it is longer than that, or no plain text
     */
    static String checked(String field, String text, int longest) {
        if (text.length() > longest) {
            throw ProblemException.badRequest(
                    "invalid_" + field,
                    "%s: %d characters (expected: at most %d)"
                            .formatted(field, text.length(), longest));
        }
        if (!PlainText.isPlainLines(text)) {
            throw notPlain(field);
        }
        return text;
    }

    static ProblemException notPlain(String field) {
        return ProblemException.unprocessable(
                List.of(
                        new FieldError(
                                field,
                                "(expected: Unicode text without control characters but line feeds"
                                        + " and tabs)")));
    }
}
