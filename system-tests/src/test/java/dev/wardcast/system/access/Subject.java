package dev.wardcast.system.access;

import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a call is about: things that belong to one patient, by the names that stand for them in
 * addresses and bodies. {@code {new}} is a new id each time.
 */
record Subject(Map<String, String> things) {

    private static final Pattern NAME = Pattern.compile("\\{([a-z_]+)}");

    static boolean isIn(String text) {
        return NAME.matcher(text).results().anyMatch(found -> isThing(found.group(1)));
    }

    private static boolean isThing(String name) {
        return switch (name) {
            case "patient",
                    "hospital",
                    "device",
                    "session",
                    "alert",
                    "notification",
                    "conversation",
                    "message",
                    "appointment",
                    "subscription",
                    "observation" ->
                    true;
            default -> false;
        };
    }

    String fill(String text) {
        Matcher names = NAME.matcher(text);
        return names.replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String name) {
        if (name.equals("new")) {
            return "new-" + UUID.randomUUID();
        }
        String thing = things.get(name);
        if (thing == null) {
            throw new AssertionError("{" + name + "} (expected: one of " + things.keySet() + ")");
        }
        return thing;
    }
}
