package dev.wardcast.notifications;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A system notification that may be sent.
 *
 * @param userId whom it is for. Whether there is such a user is not known here
 * @param content 1 to {@value #LONGEST_CONTENT} characters (code points) of plain text
 */
record SystemNotice(String userId, String content) {

    static final int LONGEST_CONTENT = 4000;

    /**
     * @throws ProblemException naming every field that is wrong
     */
    static SystemNotice checked(@Nullable String userId, @Nullable String content) {
        List<FieldError> errors = new ArrayList<>();
        objectionToUser(userId).ifPresent(o -> errors.add(new FieldError("user_id", o)));
        objectionToContent(content).ifPresent(o -> errors.add(new FieldError("content", o)));
        if (userId == null || content == null || !errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new SystemNotice(userId, content);
    }

    private static Optional<String> objectionToUser(@Nullable String userId) {
        if (userId == null) {
            return Optional.of(
                    "missing (expected: the id of one user; a broadcast to everyone is not"
                            + " available yet)");
        }
        return Room.ID.matcher(userId).matches()
                ? Optional.empty()
                : Optional.of("no id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
    }

    private static Optional<String> objectionToContent(@Nullable String content) {
        if (content == null || content.isBlank()) {
            return Optional.of("missing or blank (expected: the text)");
        }
        int length = content.codePointCount(0, content.length());
        if (length > LONGEST_CONTENT) {
            return Optional.of(
                    "%d characters (expected: at most %d)".formatted(length, LONGEST_CONTENT));
        }
        return content.codePoints()
                .filter(SystemNotice::isRefused)
                .mapToObj(
                        "character U+%04X (expected: text; of control characters only tab and line break)"
                                ::formatted)
                .findFirst();
    }

    /** Half a surrogate pair has no UTF-8 and would be kept as something else. */
    private static boolean isRefused(int character) {
        return Character.getType(character) == Character.SURROGATE
                || (Character.isISOControl(character) && character != '\n' && character != '\t');
    }
}
