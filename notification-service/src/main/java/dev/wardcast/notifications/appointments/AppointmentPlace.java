package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where a page of the list ended, so that the next one neither repeats nor skips. */
record AppointmentPlace(Instant startsAt, String id) {

    static final AppointmentPlace FIRST = new AppointmentPlace(Instant.EPOCH, "");

    private static final Instant LATEST = Instant.parse("2300-01-01T00:00:00Z");

    static AppointmentPlace of(Appointment last) {
        return new AppointmentPlace(last.time(), last.id());
    }

    /** Opaque to clients. */
    String cursor() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((startsAt + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @throws ProblemException unless it is a {@link #cursor()}
     */
    static AppointmentPlace parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = text.split(" ", 2);
            Instant startsAt = Instant.parse(parts[0]);
            if (parts.length == 2
                    && Room.ID.matcher(parts[1]).matches()
                    && startsAt.isAfter(Instant.EPOCH)
                    && startsAt.isBefore(LATEST)) {
                return new AppointmentPlace(startsAt, parts[1]);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Answered below.
        }
        throw ProblemException.badRequest(
                "invalid_cursor", "cursor (expected: the next_cursor of an earlier answer)");
    }
}
