package dev.wardcast.vitals.intake;

import java.time.Instant;
import java.time.LocalDate;

/** Times as devices write them. */
final class Timestamps {

    private static final int SECONDS_END = "2025-12-29T23:30:00".length();
    private static final int MOST_DIGITS = 9;
    private static final int SECONDS_OF_DAY = 86_400;

    private Timestamps() {}

    /**
     * As {@link Instant#parse}. What nearly all devices send, UTC with up to nine digits of a
     * second, is read by hand: the formatter was a twentieth of what a post costs.
     *
     * @throws java.time.DateTimeException if it is no time
     */
    static Instant parse(String text) {
        int end = text.length() - 1;
        if (end < SECONDS_END
                || text.charAt(end) != 'Z'
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return Instant.parse(text);
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int nanos = nanos(text, end);
        if ((year | month | day | hour | minute | second | nanos) < 0
                || hour > 23
                || minute > 59
                || second > 59) {
            // With its words for what is wrong; and it knows leap seconds and the end of a day.
            return Instant.parse(text);
        }
        long epochDay = LocalDate.of(year, month, day).toEpochDay();
        long secondOfDay = hour * 3_600L + minute * 60L + second;
        return Instant.ofEpochSecond(epochDay * SECONDS_OF_DAY + secondOfDay, nanos);
    }

    /**
     * @return negative if there is anything but a point and one to nine digits, or nothing
     */
    private static int nanos(String text, int end) {
        if (end == SECONDS_END) {
            return 0;
        }
        int digits = end - SECONDS_END - 1;
        if (text.charAt(SECONDS_END) != '.' || digits < 1 || digits > MOST_DIGITS) {
            return -1;
        }
        int nanos = digits(text, SECONDS_END + 1, end);
        for (int i = digits; i < MOST_DIGITS && nanos > 0; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /**
     * @return negative if one of them is no digit
     */
    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
