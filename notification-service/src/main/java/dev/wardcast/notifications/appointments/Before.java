package dev.wardcast.notifications.appointments;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long before an appointment a reminder is due, in ISO 8601: {@code PT24H}, {@code P1D}, {@code
 * P1DT2H}. A day is one of the calendar, so that {@code P1D} before nine o'clock is nine o'clock
 * also when the clocks are changed that night; hours and minutes are hours and minutes that pass.
 *
 * @param text as it was given
 */
record Before(String text, Period days, Duration time) {

    private static final Pattern FORM =
            Pattern.compile("(P(?:\\d{1,3}W)?(?:\\d{1,3}D)?)(T(?:\\d{1,4}H)?(?:\\d{1,5}M)?)?");
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Empty for anything else, and for more than a year. */
    static Optional<Before> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || text.endsWith("P") || text.endsWith("T")) {
            return Optional.empty();
        }
        try {
            Period days = form.group(1).equals("P") ? Period.ZERO : Period.parse(form.group(1));
            Duration time =
                    form.group(2) == null ? Duration.ZERO : Duration.parse("P" + form.group(2));
            return time.plusDays(days.getDays()).compareTo(LONGEST) > 0
                    ? Optional.empty()
                    : Optional.of(new Before(text, days, time));
        } catch (DateTimeException | ArithmeticException never) {
            return Optional.empty();
        }
    }

    /** When it is due; a time that the change of clocks leaves out is as much later. */
    Instant of(ZonedDateTime start) {
        return start.minus(days).toInstant().minus(time);
    }
}
