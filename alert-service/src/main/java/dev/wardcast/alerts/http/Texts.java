package dev.wardcast.alerts.http;

import dev.wardcast.kit.problem.ProblemException;

/** Checks what people write. */
final class Texts {

    /** In characters. */
    static final int LONGEST_NOTE = 2000;

    private Texts() {}

    /**
     * @throws ProblemException if it is longer than that, or PostgreSQL can't keep it
     */
    static String checked(String field, String text, int longest) {
        if (text.length() > longest) {
            throw ProblemException.badRequest(
                    "invalid_" + field,
                    "%s: %d characters (expected: at most %d)"
                            .formatted(field, text.length(), longest));
        }
        if (text.indexOf('\0') >= 0) {
            throw ProblemException.badRequest(
                    "invalid_" + field, field + " (expected: no NUL characters)");
        }
        return text;
    }
}
