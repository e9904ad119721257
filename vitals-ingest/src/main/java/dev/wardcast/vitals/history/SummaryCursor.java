package dev.wardcast.vitals.history;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * Where a page of summaries ended.
 *
 * @param to the end that was asked for: it cuts the bucket that the next page may begin in
 * @param bucket the last one on the page
 * @param type the last one of that bucket on the page
 */
record SummaryCursor(Resolution resolution, Instant to, Instant bucket, VitalType type) {

    String encode() {
        String text =
                resolution.wireName()
                        + "."
                        + ChronoUnit.MICROS.between(Instant.EPOCH, to)
                        + "."
                        + bucket.getEpochSecond()
                        + "."
                        + type.wireName();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
    }

    /**
     * @throws IllegalArgumentException if we never gave out such a cursor
     */
    static SummaryCursor decode(String cursor) {
        String[] part =
                new String(Base64.getUrlDecoder().decode(cursor), US_ASCII).split("\\.", -1);
        if (part.length != 4) {
            throw new IllegalArgumentException("four parts expected");
        }
        return new SummaryCursor(
                Resolution.ofWireName(part[0]).orElseThrow(IllegalArgumentException::new),
                possible(Instant.EPOCH.plus(Long.parseLong(part[1]), ChronoUnit.MICROS)),
                possible(Instant.ofEpochSecond(Long.parseLong(part[2]))),
                VitalType.ofWireName(part[3]).orElseThrow(IllegalArgumentException::new));
    }

    private static Instant possible(Instant time) {
        if (time.isBefore(HistoryQuery.EARLIEST) || time.isAfter(HistoryQuery.LATEST)) {
            throw new IllegalArgumentException("a time that the history can have expected");
        }
        return time;
    }
}
