package dev.wardcast.notifications.text;

import dev.wardcast.kit.text.PlainText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote for others to read: plain text, kept as it is and never taken for markup.
 * Whoever shows it escapes it for where it is shown.
 */
public final class UserText {

    private UserText() {}

    /**
     * Why it is refused; empty if it isn't.
     *
     * @param most characters (code points) at most
     */
    public static Optional<String> objection(@Nullable String text, int most) {
        if (text == null || text.codePoints().noneMatch(UserText::isSeen)) {
            return Optional.of("missing or blank (expected: the text)");
        }
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            return Optional.of("%d characters (expected: at most %d)".formatted(length, most));
        }
        if (PlainText.isPlainLines(text)) {
            return Optional.empty();
        }
        return text.codePoints()
                .filter(UserText::isRefused)
                .mapToObj(
                        "character U+%04X (expected: text; of control characters only tab and line break)"
                                ::formatted)
                .findFirst();
    }

    /** Neither a blank nor one of those that take no place at all, such as U+200B. */
    private static boolean isSeen(int character) {
        return Character.getType(character) != Character.FORMAT
                && !Character.isWhitespace(character)
                && !Character.isSpaceChar(character);
    }

    private static boolean isRefused(int character) {
        return Character.getType(character) == Character.SURROGATE
                || (Character.isISOControl(character) && character != '\n' && character != '\t');
    }
}
