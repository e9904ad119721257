package dev.wardcast.kit.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.web.router.exceptions.UnsatisfiedBodyRouteException;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why the framework could not read a request, in words for whoever sent it: what they wrote, and
 * where, but none of our classes.
 */
final class Unreadable {

    private static final int DEEPEST = 16;
    private static final int LONGEST = 200;

    private static final Pattern SOURCE =
            Pattern.compile("\\[Source: [^;\\]]*; line: (\\d+), column: (\\d+)]");
    private static final Pattern CLASSES =
            Pattern.compile("Error decoding property \\[(?:[^]]* )?(\\w+)] of type \\[[^]]*]: ");
    private static final Pattern NAMES = Pattern.compile("\\b[a-z]+(?:\\.[A-Za-z_$]\\w*){2,}");
    private static final Pattern CAPITAL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private static final Map<String, String> TOKENS =
            Map.of(
                    "START_OBJECT", "an object",
                    "START_ARRAY", "an array",
                    "VALUE_STRING", "a text",
                    "VALUE_NUMBER_INT", "a number",
                    "VALUE_NUMBER_FLOAT", "a number",
                    "VALUE_TRUE", "true",
                    "VALUE_FALSE", "false",
                    "VALUE_NULL", "null");

    private Unreadable() {}

    /** Empty if it is something else. */
    static Optional<ProblemException> refusal(Throwable failure) {
        @Nullable String argument = null;
        @Nullable String field = null;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            switch (cause) {
                case UnsatisfiedBodyRouteException none -> {
                    return Optional.of(
                            ProblemException.badRequest(
                                    "empty_body", "The body is empty (expected: JSON)."));
                }
                case ConversionErrorException conversion ->
                        argument = conversion.getArgument().getName();
                case JsonProcessingException malformed -> {
                    return Optional.of(malformed(malformed));
                }
                case SerdeException wrong -> {
                    field = fieldOf(wrong, field);
                    if (wrong.getCause() == null) {
                        return Optional.of(wrong(field, wrong.getMessage()));
                    }
                }
                case NumberFormatException number -> {
                    return argument == null
                            ? Optional.empty()
                            : Optional.of(
                                    wrong(
                                            field == null ? wireName(argument) : field,
                                            "(expected: a whole number)"));
                }
                default -> {
                    // Tells nothing, or what lies behind it tells it better.
                }
            }
            if (cause.getCause() == null && field != null) {
                // What others say may be about our code.
                boolean aboutValue = cause instanceof DateTimeException;
                return Optional.of(wrong(field, aboutValue ? cause.getMessage() : null));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static ProblemException malformed(JsonProcessingException malformed) {
        JsonLocation at = malformed.getLocation();
        String place =
                at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return ProblemException.badRequest(
                "malformed_json",
                "Malformed JSON" + place + ": " + plain(malformed.getOriginalMessage()));
    }

    /** The innermost one that is named. */
    private static @Nullable String fieldOf(SerdeException wrong, @Nullable String outer) {
        @Nullable String field = outer;
        Matcher named = CLASSES.matcher(String.valueOf(wrong.getMessage()));
        while (named.find()) {
            field = wireName(named.group(1));
        }
        return field;
    }

    private static ProblemException wrong(@Nullable String field, @Nullable String why) {
        String words = plain(why);
        return field == null
                ? ProblemException.badRequest(
                        "wrong_shape", "The body is not what is expected here: " + words)
                : ProblemException.badField(new Problem.FieldError(field, words));
    }

    private static String plain(@Nullable String message) {
        String text = message == null ? "not as expected" : message;
        text = CLASSES.matcher(text).replaceAll("");
        text = NAMES.matcher(text).replaceAll("…");
        text = SOURCE.matcher(text).replaceAll("line $1, column $2");
        for (Map.Entry<String, String> token : TOKENS.entrySet()) {
            text = text.replace(token.getKey(), token.getValue());
        }
        text = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    private static String wireName(String name) {
        return CAPITAL.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }
}
