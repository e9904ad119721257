package dev.wardcast.vitals.fhir;

import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.history.HistoryQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of time as the search parameter {@code date} says it: {@code 2026-01-02} is that whole
 * day, {@code ge2026-01-02} all from its beginning on. Without a time zone it is UTC.
 *
 * @param from inclusive
 * @param to exclusive
 */
record DateRange(Instant from, Instant to) {

    static final DateRange ALL = new DateRange(HistoryQuery.EARLIEST, HistoryQuery.LATEST);

    private static final Pattern FORM =
            Pattern.compile(
                    "(eq|ge|gt|le|lt|sa|eb)?(\\d{4})(-\\d\\d)?(-\\d\\d)?"
                            + "(?:T(\\d\\d:\\d\\d)(:\\d\\d)?(\\.\\d{1,6})?\\d*(Z|[+-]\\d\\d:\\d\\d)?)?");

    /**
     * @throws ProblemException 400
     */
    static DateRange of(String text) {
        Matcher parts = FORM.matcher(text);
        try {
            if (parts.matches()) {
                DateRange said = said(parts);
                return switch (parts.group(1)) {
                    case "ge" -> new DateRange(said.from, ALL.to);
                    case "gt", "sa" -> new DateRange(said.to, ALL.to);
                    case "le" -> new DateRange(ALL.from, said.to);
                    case "lt", "eb" -> new DateRange(ALL.from, said.from);
                    case null, default -> said;
                };
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw ProblemException.badRequest(
                "invalid_parameter",
                "date (expected: such as 2026-01-02, ge2026-01-02T03:04:05Z; of the prefixes eq,"
                        + " ge, gt, le, lt, sa, eb)");
    }

    private static DateRange said(Matcher parts) {
        String month = parts.group(3);
        String day = parts.group(4);
        String minute = parts.group(5);
        if (minute != null) {
            if (day == null) {
                throw new DateTimeException("a time without a day");
            }
            return moment(parts, parts.group(2) + month + day + "T" + minute);
        }
        LocalDate first =
                LocalDate.parse(
                        parts.group(2)
                                + (month == null ? "-01" : month)
                                + (day == null ? "-01" : day));
        ChronoUnit unit =
                day != null
                        ? ChronoUnit.DAYS
                        : month != null ? ChronoUnit.MONTHS : ChronoUnit.YEARS;
        return new DateRange(atMidnight(first), atMidnight(first.plus(1, unit))).clamped();
    }

    private static DateRange moment(Matcher parts, String minute) {
        String second = parts.group(6);
        String fraction = parts.group(7);
        if (second == null && fraction != null) {
            throw new DateTimeException("a fraction of a minute");
        }
        String zone = parts.group(8) == null ? "Z" : parts.group(8);
        Instant from =
                OffsetDateTime.parse(
                                minute
                                        + (second == null ? ":00" : second)
                                        + (fraction == null ? "" : fraction)
                                        + zone)
                        .toInstant();
        Instant to =
                second == null
                        ? from.plusSeconds(60)
                        : fraction == null
                                ? from.plusSeconds(1)
                                : from.plusNanos((long) Math.pow(10, 10 - fraction.length()));
        return new DateRange(from, to).clamped();
    }

    private static Instant atMidnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private DateRange clamped() {
        return new DateRange(clamped(from), clamped(to));
    }

    private static Instant clamped(Instant time) {
        if (time.isBefore(HistoryQuery.EARLIEST)) {
            return HistoryQuery.EARLIEST;
        }
        return time.isAfter(HistoryQuery.LATEST) ? HistoryQuery.LATEST : time;
    }

    /** What is in both. */
    DateRange and(DateRange other) {
        return new DateRange(
                from.isAfter(other.from) ? from : other.from,
                to.isBefore(other.to) ? to : other.to);
    }
}
