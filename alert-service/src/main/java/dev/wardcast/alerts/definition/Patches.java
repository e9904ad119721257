package dev.wardcast.alerts.definition;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds what clients send to what counts: it is stored for good and held for every patient. */
public final class Patches {

    /** In characters, about; every field in full takes a quarter of it. */
    private static final int LARGEST = 16 * 1024;

    private Patches() {}

    /**
     * What a patch really changes, in the form in which rules are written. What no rule of the kind
     * has is ignored, as everywhere, and not kept.
     *
     * @param base the rule as it is without the patch, written in full
     * @param merged the rule as it is with it, written in full
     */
    public static JsonNode known(JsonNode patch, JsonNode base, JsonNode merged) {
        Map<String, JsonNode> known = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : patch.entries()) {
            String name = field.getKey();
            @Nullable JsonNode before = base.get(name);
            @Nullable JsonNode after = merged.get(name);
            if (field.getValue().isNull()) {
                if (before != null) {
                    known.put(name, field.getValue());
                }
            } else if (after != null) {
                boolean part = field.getValue().isObject() && after.isObject();
                JsonNode under = before == null ? JsonNode.createObjectNode(Map.of()) : before;
                known.put(name, part ? known(field.getValue(), under, after) : after);
            }
        }
        return JsonNode.createObjectNode(known);
    }

    /**
     * @throws ProblemException 422 if it is larger than any definition has to be
     */
    public static void requireBounded(JsonNode definition) {
        if (size(definition, 0) > LARGEST) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "definition",
                                    "(expected: at most %d characters)".formatted(LARGEST))));
        }
    }

    /** Stops as soon as it is too much. */
    private static int size(JsonNode node, int before) {
        int size = before + 2;
        if (node.isString()) {
            return size + node.getStringValue().length();
        }
        if (node.isNumber()) {
            return size + node.coerceStringValue().length();
        }
        if (node.isArray()) {
            for (JsonNode item : node.values()) {
                size = size > LARGEST ? size : size(item, size);
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.entries()) {
                size =
                        size > LARGEST
                                ? size
                                : size(field.getValue(), size + 4 + field.getKey().length());
            }
        }
        return size;
    }
}
