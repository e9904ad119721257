package dev.wardcast.system.browser;

import dev.wardcast.system.Person;
import io.micronaut.json.tree.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What a page's main thread did for a while.
 *
 * @param tasks how many tasks there were
 * @param longest the processor time of the one that took most. Not the time that went by: that
 *     counts whatever else the machine did in the middle of the task
 */
record Trace(int tasks, Duration longest) {

    private static final String MAIN = "CrRendererMain";

    /** Of the trace event format that browsers write. */
    static Trace parse(String text) {
        JsonNode events = Person.json(text).get("traceEvents");
        Set<String> mains = new HashSet<>();
        for (JsonNode event : events.values()) {
            if (is(event, "thread_name")
                    && MAIN.equals(event.get("args").get("name").getStringValue())) {
                mains.add(thread(event));
            }
        }
        int tasks = 0;
        long longest = 0;
        for (JsonNode event : events.values()) {
            if (is(event, "ThreadControllerImpl::RunTask")
                    && event.get("tdur") != null
                    && mains.contains(thread(event))) {
                tasks++;
                longest = Math.max(longest, event.get("tdur").getLongValue());
            }
        }
        return new Trace(tasks, Duration.ofNanos(longest * 1_000));
    }

    private static boolean is(JsonNode event, String name) {
        return name.equals(event.get("name").getStringValue());
    }

    private static String thread(JsonNode event) {
        return event.get("pid").getLongValue() + "/" + event.get("tid").getLongValue();
    }
}
