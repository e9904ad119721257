package dev.wardcast.notifications.text;

import dev.wardcast.kit.text.PlainText;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote for others to read: plain text, kept as it is and never taken for markup.
 * Whoever shows it escapes it for where it is shown.
 */
public final class UserText {

    /**
     * Blanks, what only says how others are written (Cf), and what Unicode calls default ignorable
     * or leaves empty: joiners, selectors of variants, fillers, the empty pattern of Braille.
     */
    private static final Pattern UNSEEN =
            Pattern.compile(
                    "[\\s\\p{Z}\\p{Cf}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800\\u3164"
                            + "\\uFE00-\\uFE0F\\uFFA0\\x{E0100}-\\x{E01EF}]*+");

    private UserText() {}

    /**
     * Why it is refused; empty if it isn't.
     *
     * @param most characters (code points) at most
     */
    public static Optional<String> objection(@Nullable String text, int most) {
        if (text == null || !isSeen(text)) {
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

    /** Whether there is anything in it that somebody could see. */
    public static boolean isSeen(String text) {
        return !UNSEEN.matcher(text).matches();
    }

    private static boolean isRefused(int character) {
        return Character.getType(character) == Character.SURROGATE
                || (Character.isISOControl(character) && character != '\n' && character != '\t');
    }
}
