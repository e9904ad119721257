package dev.wardcast.eventlog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A step of a trace, as W3C Trace Context names it. It travels beside what it is about and never in
 * it, and only where the step is recorded: of everything else nothing is carried.
 *
 * @param traceId 32 hexadecimal digits in lower case, not all of them zero
 * @param spanId 16 hexadecimal digits in lower case, not all of them zero
 * @param sampled whether whoever made it records it
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {

    /** A later version may have more behind the flags. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final Pattern VERSION_0 = Pattern.compile("00-.{52}");
    private static final Pattern ZEROS = Pattern.compile("0+");
    private static final int LONGEST = 256;
    private static final int SAMPLED = 1;

    /** What {@code traceparent} says; {@code null} if that is nothing that can be understood. */
    public static @Nullable TraceContext parse(@Nullable String traceparent) {
        if (traceparent == null || traceparent.length() > LONGEST) {
            return null;
        }
        Matcher parts = TRACEPARENT.matcher(traceparent);
        if (!parts.matches()
                || (traceparent.startsWith("00") && !VERSION_0.matcher(traceparent).matches())
                || ZEROS.matcher(parts.group(1)).matches()
                || ZEROS.matcher(parts.group(2)).matches()) {
            return null;
        }
        boolean sampled = (Integer.parseInt(parts.group(3), 16) & SAMPLED) != 0;
        return new TraceContext(parts.group(1), parts.group(2), sampled);
    }

    /** The value of the header {@code traceparent}, 55 characters. */
    public String traceparent() {
        return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
    }
}
