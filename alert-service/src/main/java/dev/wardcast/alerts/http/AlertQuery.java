package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.AlertFilter;
import dev.wardcast.alerts.life.AlertFilter.Place;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a client asks for; every refusal says what was expected. */
final class AlertQuery {

    private static final Set<String> CONDITIONS = Set.of("ACTIVE", "CLEARED");
    private static final Set<String> RESPONSES = Set.of("UNACKED", "ACKED", "RESOLVED");

    private AlertQuery() {}

    static AlertFilter filter(
            @Nullable Set<String> patients,
            @Nullable String tier,
            @Nullable String state,
            @Nullable String from,
            @Nullable String to,
            @Nullable String cursor) {
        String upperState = state == null ? null : state.toUpperCase(Locale.ROOT);
        boolean known =
                upperState == null
                        || CONDITIONS.contains(upperState)
                        || RESPONSES.contains(upperState);
        if (!known) {
            throw ProblemException.badRequest(
                    "invalid_state",
                    "state (expected: one of ACTIVE, CLEARED, UNACKED, ACKED, RESOLVED)");
        }
        return new AlertFilter(
                patients,
                tier == null ? null : tier(tier),
                upperState != null && CONDITIONS.contains(upperState) ? upperState : null,
                upperState != null && RESPONSES.contains(upperState) ? upperState : null,
                from == null ? null : time("from", from),
                to == null ? null : time("to", to),
                cursor == null ? null : place(cursor));
    }

    static int limit(@Nullable Integer limit, int otherwise, int most) {
        if (limit == null) {
            return otherwise;
        }
        if (limit < 1 || limit > most) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: %d (expected: 1 to %d)".formatted(limit, most));
        }
        return limit;
    }

    static String cursor(Place place) {
        String text = place.openedAt() + " " + place.alertId();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Tier tier(String name) {
        return Arrays.stream(Tier.values())
                .filter(tier -> tier.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.badRequest(
                                "invalid_tier", "tier (expected: INFO, WARNING or CRITICAL)"));
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isBefore(Instant.EPOCH)
                    || time.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
                throw new DateTimeException("out of range");
            }
            return time;
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: a time such as 2026-01-31T12:00:00Z)");
        }
    }

    private static Place place(String cursor) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                            .split(" ", 2);
            if (parts.length == 2) {
                return new Place(Instant.parse(parts[0]), parts[1].replace("\0", ""));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Answered below.
        }
        throw ProblemException.badRequest(
                "invalid_cursor", "cursor (expected: the next_cursor of an earlier answer)");
    }
}
