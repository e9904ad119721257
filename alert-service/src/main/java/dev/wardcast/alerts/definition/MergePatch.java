package dev.wardcast.alerts.definition;

import io.micronaut.json.tree.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** RFC 7396: what is different, laid over what there is. */
public final class MergePatch {

    private MergePatch() {}

    /**
     * @param patch an object; a field that is {@code null} in it is taken away
     */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        if (target.isObject()) {
            target.entries().forEach(entry -> merged.put(entry.getKey(), entry.getValue()));
        }
        patch.entries()
                .forEach(entry -> {
                    if (entry.getValue().isNull()) {
                        merged.remove(entry.getKey());
                    } else {
                        JsonNode before = merged.getOrDefault(entry.getKey(), JsonNode.nullNode());
                        merged.put(entry.getKey(), apply(before, entry.getValue()));
                    }
                });
        return JsonNode.createObjectNode(merged);
    }
}
