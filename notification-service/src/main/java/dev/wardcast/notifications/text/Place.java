package dev.wardcast.notifications.text;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended that begins with the newest. New entries move nothing behind it, so
 * that pages neither repeat nor skip.
 */
public record Place(Instant timestamp, String id) {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 200;

    /** Opaque to clients. */
    public String cursor() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((timestamp + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws ProblemException 400 unless it is a {@link #cursor()}
     */
    public static Place parse(String cursor) {
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

    /**
     * How many entries a page has.
     *
     * @throws ProblemException 400 unless it is 1 to 200, or not given
     */
    public static int pageSize(@Nullable Integer limit) {
        int size = limit == null ? USUAL_PAGE : limit;
        if (size < 1 || size > LARGEST_PAGE) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(size, LARGEST_PAGE));
        }
        return size;
    }
}
