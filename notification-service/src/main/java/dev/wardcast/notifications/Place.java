package dev.wardcast.notifications;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/**
 * Where a page of the list ended. New notifications move nothing behind it, so that pages neither
 * repeat nor skip.
 */
record Place(Instant timestamp, String id) {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    static Place of(Notification last) {
        return new Place(last.timestamp(), last.id());
    }

    /** Opaque to clients. */
    String cursor() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((timestamp + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws ProblemException unless it is a {@link #cursor()}
     */
    static Place parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split(" ", 2);
            if (parts.length == 2 && Room.ID.matcher(parts[1]).matches()) {
                Instant timestamp = Instant.parse(parts[0]);
                if (timestamp.isAfter(Instant.EPOCH) && timestamp.isBefore(LATEST)) {
                    return new Place(timestamp, parts[1]);
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Answered below.
        }
        throw ProblemException.badRequest(
                "invalid_cursor", "cursor (expected: the next_cursor of an earlier answer)");
    }
}
