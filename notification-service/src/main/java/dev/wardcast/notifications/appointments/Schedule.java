package dev.wardcast.notifications.appointments;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * When an appointment is, as people say it: by the clock on the wall of its zone.
 *
 * @param startsLocal of two equal times in the night when clocks go back the first
 * @param reminders how long before; each once
 */
record Schedule(LocalDateTime startsLocal, ZoneId zone, Duration duration, List<Before> reminders) {

    Schedule {
        reminders = List.copyOf(reminders);
    }

    /** Whether there is such a time; in the night when clocks go forward an hour is left out. */
    boolean exists() {
        return !zone.getRules().getValidOffsets(startsLocal).isEmpty();
    }

    private ZonedDateTime start() {
        return startsLocal.atZone(zone);
    }

    Instant startsAt() {
        return start().toInstant();
    }

    Instant endsAt() {
        return startsAt().plus(duration);
    }

    Instant due(Before reminder) {
        return reminder.of(start());
    }
}
