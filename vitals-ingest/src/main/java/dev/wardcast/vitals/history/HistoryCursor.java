package dev.wardcast.vitals.history;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/** A place in a patient's history: where one page ended, and the next one begins. */
public record HistoryCursor(Instant takenAt, long entryMs, long entryNumber) {

    /** Just before everything that was taken then or later. */
    public static HistoryCursor before(Instant time) {
        return new HistoryCursor(time, -1, -1);
    }

    public String encode() {
        String text =
                ChronoUnit.MICROS.between(Instant.EPOCH, takenAt)
                        + "."
                        + entryMs
                        + "."
                        + entryNumber;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
    }

    /**
     * @throws IllegalArgumentException if we never gave out such a cursor
     */
    static HistoryCursor decode(String cursor) {
        String[] part =
                new String(Base64.getUrlDecoder().decode(cursor), US_ASCII).split("\\.", -1);
        if (part.length != 3) {
            throw new IllegalArgumentException("three parts expected");
        }
        Instant takenAt = Instant.EPOCH.plus(Long.parseLong(part[0]), ChronoUnit.MICROS);
        if (takenAt.isBefore(HistoryQuery.EARLIEST) || takenAt.isAfter(HistoryQuery.LATEST)) {
            throw new IllegalArgumentException("a time that the history can have expected");
        }
        return new HistoryCursor(takenAt, Long.parseLong(part[1]), Long.parseLong(part[2]));
    }
}
