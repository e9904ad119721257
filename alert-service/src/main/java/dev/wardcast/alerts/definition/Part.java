package dev.wardcast.alerts.definition;

import dev.wardcast.alerts.rules.Durations;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.text.PlainText;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object of a definition that is being read. Every mistake is noted with its path and what was
 * expected; reading goes on with a value that harms nobody, so that all mistakes are found at once.
 */
final class Part {

    private static final int LONGEST_QUOTE = 40;

    private final JsonNode node;
    private final String path;
    private final List<FieldError> errors;

    Part(JsonNode node, String path, List<FieldError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
    }

    boolean has(String name) {
        return !value(name).isNull();
    }

    private JsonNode value(String name) {
        JsonNode value = node.get(name);
        return value == null ? JsonNode.nullNode() : value;
    }

    void wrong(String name, String expected) {
        JsonNode value = value(name);
        String shown = value.isNull() ? "missing" : quote(value);
        errors.add(new FieldError(path + name, shown + " (expected: " + expected + ")"));
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!value(name).isBoolean()) {
            wrong(name, "true or false");
            return otherwise;
        }
        return value(name).getBooleanValue();
    }

    /**
     * @return {@code null} where it is missing or no number, which is noted
     */
    @Nullable Double number(String name, double min, double max, String expected) {
        if (!has(name) || !value(name).isNumber()) {
            wrong(name, expected);
            return null;
        }
        double value = value(name).getDoubleValue();
        if (!(value >= min && value <= max)) {
            wrong(name, expected);
            return null;
        }
        return value;
    }

    int whole(String name, int min, int max, int otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = value(name);
        boolean fits =
                value.isNumber()
                        && value.getDoubleValue() == Math.rint(value.getDoubleValue())
                        && value.getDoubleValue() >= min
                        && value.getDoubleValue() <= max;
        if (!fits) {
            wrong(name, "a whole number from %d to %d".formatted(min, max));
            return otherwise;
        }
        return (int) value.getDoubleValue();
    }

    Duration duration(String name, Duration min, Duration max, Duration otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        Optional<Duration> read =
                value(name).isString()
                        ? Durations.read(value(name).getStringValue())
                        : Optional.empty();
        boolean fits =
                read.isPresent()
                        && read.get().compareTo(min) >= 0
                        && read.get().compareTo(max) <= 0;
        if (!fits) {
            wrong(
                    name,
                    "a duration such as 90s, 5m or 1h, from %s to %s"
                            .formatted(Durations.write(min), Durations.write(max)));
            return otherwise;
        }
        return read.get();
    }

    /**
     * @return {@code null} where it is missing
     */
    @Nullable String text(String name, String pattern, String expected) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = value(name);
        if (!value.isString()
                || !PlainText.isPlain(value.getStringValue())
                || !value.getStringValue().matches(pattern)) {
            wrong(name, expected);
            return null;
        }
        return value.getStringValue();
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        if (has(name) && value(name).isString()) {
            String text = value(name).getStringValue();
            for (E constant : type.getEnumConstants()) {
                if (constant.name().equalsIgnoreCase(text)) {
                    return constant;
                }
            }
        }
        List<String> names =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList();
        wrong(name, "one of " + String.join(", ", names));
        return null;
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        E chosen = has(name) ? choice(name, type) : otherwise;
        return chosen == null ? otherwise : chosen;
    }

    List<String> words(String name, String pattern, String expected, List<String> otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        List<String> words = new ArrayList<>();
        JsonNode list = value(name);
        if (!list.isArray() || list.size() > 20) {
            wrong(name, expected);
            return otherwise;
        }
        for (JsonNode word : list.values()) {
            if (!word.isString() || !word.getStringValue().matches(pattern)) {
                wrong(name, expected);
                return otherwise;
            }
            words.add(word.getStringValue());
        }
        return words;
    }

    /** The object of that name; where it is none, an empty one, and that is noted. */
    Part part(String name, String expected) {
        JsonNode value = value(name);
        if (!value.isObject()) {
            wrong(name, expected);
            value = JsonNode.createObjectNode(Map.of());
        }
        return new Part(value, path + name + ".", errors);
    }

    /** The objects of a list of 1 to {@code most}. */
    List<Part> parts(String name, int most) {
        JsonNode list = value(name);
        if (!list.isArray() || list.size() == 0 || list.size() > most) {
            wrong(name, "a list of 1 to " + most);
            return List.of();
        }
        List<Part> parts = new ArrayList<>();
        int number = 0;
        for (JsonNode item : list.values()) {
            String itemPath = path + name + "[" + number++ + "]";
            if (item.isObject()) {
                parts.add(new Part(item, itemPath + ".", errors));
            } else {
                errors.add(new FieldError(itemPath, "not an object (expected: one)"));
            }
        }
        return parts;
    }

    String path() {
        return path;
    }

    private static String quote(JsonNode value) {
        String text =
                value.isObject()
                        ? "an object"
                        : value.isArray()
                                ? "a list"
                                : value.isNumber() && isWhole(value)
                                        ? Long.toString((long) value.getDoubleValue())
                                        : value.coerceStringValue();
        String clean = text.replaceAll("[\\p{Cc}\\p{Cs}]", " ");
        return clean.length() <= LONGEST_QUOTE ? clean : clean.substring(0, LONGEST_QUOTE) + "…";
    }

    private static boolean isWhole(JsonNode value) {
        double number = value.getDoubleValue();
        return number == Math.rint(number) && Math.abs(number) < 1e15;
    }
}
