package dev.wardcast.sessions.progress;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a worker says about a session.
 *
 * @param progress percent
 * @param message one line for people, at most {@value #LONGEST_MESSAGE} characters
 * @param error why it failed; only with {@link Status#FAILED}, at most {@value #LONGEST_ERROR}
 *     characters
 * @param result what was found out, a JSON object; only with {@link Status#PROCESSED}
 */
public record Report(
        Status status,
        int progress,
        String message,
        @Nullable String error,
        @Nullable String result) {

    static final int LONGEST_MESSAGE = 500;
    static final int LONGEST_ERROR = 2000;

    /**
     * @throws ProblemException naming every field that is wrong
     */
    static Report checked(
            @Nullable String status,
            @Nullable Integer progress,
            @Nullable String message,
            @Nullable String error) {
        List<FieldError> errors = new ArrayList<>();
        Status known = status == null ? null : Status.ofWireName(status).orElse(null);
        if (known == null) {
            errors.add(new FieldError("status", "(expected: one of " + Status.wireNames() + ")"));
        }
        if (progress == null || progress < 0 || progress > 100) {
            errors.add(new FieldError("progress", "(expected: a whole number from 0 to 100)"));
        }
        objection(message, LONGEST_MESSAGE)
                .ifPresent(o -> errors.add(new FieldError("message", o)));
        if (error != null && known != null && known != Status.FAILED) {
            errors.add(new FieldError("error", "(expected: only with the status failed)"));
        } else if (error != null) {
            objection(error, LONGEST_ERROR).ifPresent(o -> errors.add(new FieldError("error", o)));
        }
        if (known == null || progress == null || message == null || !errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new Report(known, progress, message, error, null);
    }

    /**
     * The same with what was found out.
     *
     * @throws ProblemException if there is nothing to find out yet
     */
    Report found(String json) {
        if (status != Status.PROCESSED) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "result", "(expected: only with the status processed)")));
        }
        return new Report(status, progress, message, error, json);
    }

    /** Of a pipeline of ours: a step on the way. */
    public static Report step(Status status, int progress, String message) {
        return new Report(status, progress, message, null, null);
    }

    /** Of a pipeline of ours: the end, with what was found out. */
    public static Report done(String message, String resultJson) {
        return new Report(Status.PROCESSED, 100, message, null, resultJson);
    }

    /** Of a pipeline of ours: the end, and why. */
    public static Report failed(String message, String error) {
        return new Report(Status.FAILED, 0, message, error, null);
    }

    private static Optional<String> objection(@Nullable String text, int longest) {
        if (text == null || text.isBlank()) {
            return Optional.of("missing or blank (expected: a text)");
        }
        if (text.codePointCount(0, text.length()) > longest) {
            return Optional.of("(expected: at most " + longest + " characters)");
        }
        return text.codePoints()
                .filter(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
                .mapToObj("character U+%04X (expected: text without control characters)"::formatted)
                .findFirst();
    }
}
