package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.text.PlainText;
import dev.wardcast.notifications.text.UserText;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for; how it is checked.
 *
 * @param patientId whom it is about, if it is about a patient
 * @param participants 1 to 50 users, who are reminded; the caller alone if it is left out
 * @param startsAt by the clock of the zone, without an offset: {@code 2026-11-25T09:30}
 * @param zone of the IANA database: {@code Europe/Berlin}
 * @param duration 1 minute to 7 days in ISO 8601; {@code PT1H} if it is left out
 * @param title up to 200 characters
 * @param content 1 to 4,000 characters of plain text, which the reminder says
 * @param reminders how long before, at most 10: {@code ["P1D","PT1H"]}
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record AppointmentRequest(
        @Nullable String patientId,
        @Nullable List<@Nullable String> participants,
        @Nullable String startsAt,
        @Nullable String zone,
        @Nullable String duration,
        @Nullable String title,
        @Nullable String content,
        @Nullable List<@Nullable String> reminders) {

    private static final int MOST_PARTICIPANTS = 50;
    private static final int MOST_REMINDERS = 10;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_CONTENT = 4_000;
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(7);

    /**
     * @param caller the only participant where none is named
     * @throws ProblemException naming every field that is wrong
     */
    Draft checked(String caller) {
        List<FieldError> errors = new ArrayList<>();
        if (patientId != null && !Room.ID.matcher(patientId).matches()) {
            errors.add(new FieldError("patient_id", "(expected: 1 to 64 of A-Z a-z 0-9 . _ -)"));
        }
        TreeSet<String> people = people(caller, errors);
        LocalDateTime start = start(errors).orElse(LocalDateTime.MIN);
        ZoneId where = where(errors).orElse(ZoneOffset.UTC);
        Duration length = length(errors).orElse(USUAL);
        List<Before> before = before(errors);
        text("title", title, LONGEST_TITLE, true, errors);
        text("content", content, LONGEST_CONTENT, false, errors);
        Schedule schedule = new Schedule(start, where, length, before);
        if (errors.isEmpty() && !schedule.exists()) {
            errors.add(
                    new FieldError(
                            "starts_at",
                            startsAt
                                    + " is left out in "
                                    + zone
                                    + ", where clocks go forward then"));
        }
        if (content == null || !errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
        return new Draft(patientId, people, schedule, new Words(title, content));
    }

    private TreeSet<String> people(String caller, List<FieldError> errors) {
        TreeSet<String> people = new TreeSet<>();
        if (participants == null) {
            people.add(caller);
            return people;
        }
        for (String one : participants) {
            if (one == null || !Room.ID.matcher(one).matches()) {
                errors.add(new FieldError("participants", "(expected: ids of users)"));
                return people;
            }
            people.add(one);
        }
        if (people.isEmpty() || people.size() > MOST_PARTICIPANTS) {
            errors.add(
                    new FieldError(
                            "participants",
                            "%d (expected: 1 to %d)".formatted(people.size(), MOST_PARTICIPANTS)));
        }
        return people;
    }

    private Optional<LocalDateTime> start(List<FieldError> errors) {
        try {
            if (startsAt != null) {
                LocalDateTime start = LocalDateTime.parse(startsAt);
                if (start.getYear() >= 2000 && start.getYear() <= 2200) {
                    return Optional.of(start);
                }
            }
        } catch (DateTimeException e) {
            // Answered below.
        }
        errors.add(
                new FieldError(
                        "starts_at",
                        "(expected: date and time by the clock of the zone, without an offset:"
                                + " 2026-11-25T09:30)"));
        return Optional.empty();
    }

    private Optional<ZoneId> where(List<FieldError> errors) {
        if (zone != null && ZoneId.getAvailableZoneIds().contains(zone)) {
            return Optional.of(ZoneId.of(zone));
        }
        errors.add(new FieldError("zone", "(expected: one of the IANA database: Europe/Berlin)"));
        return Optional.empty();
    }

    private Optional<Duration> length(List<FieldError> errors) {
        try {
            Duration length = duration == null ? USUAL : Duration.parse(duration);
            if (length.compareTo(Duration.ofMinutes(1)) >= 0 && length.compareTo(LONGEST) <= 0) {
                return Optional.of(length.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
            }
        } catch (DateTimeException e) {
            // Answered below.
        }
        errors.add(new FieldError("duration", "(expected: PT1M to PT168H in ISO 8601)"));
        return Optional.empty();
    }

    private List<Before> before(List<FieldError> errors) {
        Map<String, Before> before = new LinkedHashMap<>();
        for (String one : reminders == null ? List.<String>of() : reminders) {
            Optional<Before> parsed = one == null ? Optional.empty() : Before.parse(one);
            if (parsed.isEmpty()) {
                errors.add(
                        new FieldError(
                                "reminders",
                                "(expected: up to a year before in ISO 8601, such as P1D or PT1H)"));
                return List.of();
            }
            before.put(one, parsed.get());
        }
        if (before.size() > MOST_REMINDERS) {
            errors.add(
                    new FieldError(
                            "reminders",
                            "%d (expected: at most %d)".formatted(before.size(), MOST_REMINDERS)));
        }
        return List.copyOf(before.values());
    }

    private static void text(
            String field,
            @Nullable String text,
            int most,
            boolean optional,
            List<FieldError> errors) {
        if (text == null && optional) {
            return;
        }
        if (text == null || !UserText.isSeen(text)) {
            errors.add(new FieldError(field, "missing or blank (expected: the text)"));
        } else if (text.codePointCount(0, text.length()) > most) {
            errors.add(new FieldError(field, "(expected: at most %d characters)".formatted(most)));
        } else if (!PlainText.isPlainLines(text)) {
            errors.add(new FieldError(field, PlainText.EXPECTED));
        }
    }
}
