package dev.wardcast.system.deploy;

import java.util.List;
import java.util.Map;

/** Ways through parsed YAML and JSON. */
final class Tree {

    private Tree() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }

    /**
     * @throws AssertionError naming what is missing
     */
    static Object at(Object tree, String... path) {
        Object found = tree;
        for (String name : path) {
            if (!(found instanceof Map<?, ?> here) || !here.containsKey(name)) {
                throw new AssertionError(String.join(".", path) + ": no " + name + " in " + found);
            }
            found = here.get(name);
        }
        return found;
    }

    static boolean has(Object tree, String... path) {
        Object found = tree;
        for (String name : path) {
            if (!(found instanceof Map<?, ?> here) || here.get(name) == null) {
                return false;
            }
            found = here.get(name);
        }
        return true;
    }

    static String text(Object tree, String... path) {
        return String.valueOf(at(tree, path));
    }

    static int number(Object tree, String... path) {
        return ((Number) at(tree, path)).intValue();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Object tree, String... path) {
        return (List<Map<String, Object>>) at(tree, path);
    }
}
