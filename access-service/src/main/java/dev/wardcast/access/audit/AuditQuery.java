package dev.wardcast.access.audit;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.Outcome;
import dev.wardcast.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for; {@code null} does not restrict. Every refusal says what was expected.
 *
 * @param from at this time or later
 * @param to before this time
 * @param after those behind this place, which is towards the past
 * @param limit how many, 1 to 500
 */
record AuditQuery(
        @Nullable String patientId,
        @Nullable String userId,
        @Nullable AuditAction action,
        @Nullable Outcome outcome,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Place after,
        int limit) {

    private static final int USUAL_PAGE = 50;
    private static final int LARGEST_PAGE = 500;

    /** A place in the list, newest first. */
    record Place(Instant at, UUID id) {
        String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
        }

        static Place parse(String cursor) {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                                .split(" ", 2);
                if (parts.length == 2) {
                    return new Place(inRange(Instant.parse(parts[0])), UUID.fromString(parts[1]));
                }
            } catch (IllegalArgumentException | DateTimeException e) {
                // Answered below.
            }
            throw ProblemException.badRequest(
                    "invalid_cursor", "cursor (expected: the next_cursor of an earlier answer)");
        }
    }

    static AuditQuery of(
            @Nullable String patientId,
            @Nullable String userId,
            @Nullable String action,
            @Nullable String outcome,
            @Nullable String from,
            @Nullable String to,
            @Nullable Integer limit,
            @Nullable String cursor) {
        int size = limit == null ? USUAL_PAGE : limit;
        if (size < 1 || size > LARGEST_PAGE) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(size, LARGEST_PAGE));
        }
        return new AuditQuery(
                id("patient_id", patientId),
                id("user_id", userId),
                oneOf("action", AuditAction.values(), action),
                oneOf("outcome", Outcome.values(), outcome),
                time("from", from),
                time("to", to),
                cursor == null ? null : Place.parse(cursor),
                size);
    }

    private static @Nullable String id(String name, @Nullable String id) {
        if (id != null && !Room.ID.matcher(id).matches()) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        return id;
    }

    private static <E extends Enum<E>> @Nullable E oneOf(
            String name, E[] values, @Nullable String text) {
        if (text == null) {
            return null;
        }
        String wanted = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(values)
                .filter(value -> value.name().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.badRequest(
                                "invalid_" + name,
                                name
                                        + " (expected: one of "
                                        + Arrays.stream(values)
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", "))
                                        + ")"));
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return inRange(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: a time such as 2026-01-31T12:00:00Z)");
        }
    }

    private static Instant inRange(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
            throw new DateTimeException("out of range");
        }
        return time;
    }

    /** In words, for the entry about the search. */
    String inWords() {
        return Stream.of(
                        word("patient_id", patientId),
                        word("user_id", userId),
                        word("action", action),
                        word("outcome", outcome),
                        word("from", from),
                        word("to", to),
                        word("after", after == null ? null : after.at()))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String word(String name, @Nullable Object value) {
        return value == null ? "" : name + "=" + value;
    }
}
