package dev.wardcast.vitals.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a resource, with or without something there.
 *
 * @param value an object (Map), an array (List), a text, a Double or a Boolean; {@code null} if
 *     there is nothing
 * @param path where it is, as FHIRPath
 */
record Element(@Nullable Object value, String path) {

    boolean isAbsent() {
        return value == null;
    }

    boolean isObject() {
        return value instanceof Map;
    }

    Element get(String name) {
        return getAs(name, name);
    }

    /**
     * For an element whose name in JSON says its type too.
     *
     * @param type such as {@code Quantity} for {@code valueQuantity}
     */
    Element get(String name, String type) {
        return getAs(
                name + Character.toUpperCase(type.charAt(0)) + type.substring(1),
                name + ".ofType(" + type + ")");
    }

    private Element getAs(String key, String name) {
        Object child = value instanceof Map<?, ?> map ? map.get(key) : null;
        return new Element(child, path + "." + name);
    }

    /** What is in the array of that name; nothing if there is none. */
    List<Element> all(String name) {
        List<Element> found = new ArrayList<>();
        if (get(name).value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                found.add(new Element(list.get(i), path + "." + name + "[" + i + "]"));
            }
        }
        return found;
    }

    /** {@code null} if it is not a text, or an empty one, which FHIR does not have. */
    @Nullable String text() {
        return value instanceof String text && !text.isBlank() ? text : null;
    }

    @Nullable Double number() {
        return value instanceof Double number ? number : null;
    }

    boolean is(String expected) {
        return expected.equals(value);
    }
}
