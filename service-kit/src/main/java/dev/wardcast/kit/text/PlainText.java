package dev.wardcast.kit.text;

import java.util.regex.Pattern;

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
}
