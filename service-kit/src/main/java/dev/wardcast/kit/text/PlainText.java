package dev.wardcast.kit.text;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Text that can be stored and shown as it was written. Half of a surrogate pair becomes a question
 * mark in UTF-8, PostgreSQL takes no NUL, and an escape sequence or a line break in a name forges
 * what a terminal or a log shows.
 */
public final class PlainText {

    /** For {@code @Pattern}: one line without control characters; may be empty. */
    public static final String LINE = "[^\\p{Cc}\\p{Cs}]*";

    /** For {@code @Pattern}: as {@link #LINE}, with line feeds and tabs. */
    public static final String LINES = "[\\n\\t[^\\p{Cc}\\p{Cs}]]*";

    /** For the {@code message} of such a pattern. */
    public static final String EXPECTED = "(expected: text without control characters)";

    private static final Pattern ONE = Pattern.compile(LINE);
    private static final Pattern MANY = Pattern.compile(LINES);

    private PlainText() {}

    /** Whether there is neither half a surrogate pair nor any control character, for names. */
    public static boolean isPlain(String text) {
        return ONE.matcher(text).matches();
    }

    /** As {@link #isPlain}, but {@code \n} and {@code \t} are fine, for comments. */
    public static boolean isPlainLines(String text) {
        return MANY.matcher(text).matches();
    }

    /**
     * @param field to be named in the refusal
     * @param text one line; {@code null} is fine
     * @throws ProblemException with 422 unless it {@linkplain #isPlain is plain}
     */
    public static void require(String field, @Nullable String text) {
        if (text != null && !isPlain(text)) {
            throw ProblemException.unprocessable(List.of(new FieldError(field, EXPECTED)));
        }
    }
}
