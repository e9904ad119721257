package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.AlertFilter;
import dev.wardcast.alerts.life.AlertFilter.Place;
import dev.wardcast.alerts.rules.Tier;
import dev.wardcast.eventlog.Room;
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

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private AlertQuery() {}

    static AlertFilter filter(@Nullable Set<String> patients, ListRequest asked) {
        String state = upper(asked.state());
        String condition = upper(asked.condition());
        String response = upper(asked.response());
        boolean known = state == null || CONDITIONS.contains(state) || RESPONSES.contains(state);
        if (!known) {
            throw ProblemException.badRequest(
                    "invalid_state",
                    "state (expected: one of ACTIVE, CLEARED, UNACKED, ACKED, RESOLVED)");
        }
        if (condition != null && !CONDITIONS.contains(condition)) {
            throw ProblemException.badRequest(
                    "invalid_condition", "condition (expected: ACTIVE or CLEARED)");
        }
        if (response != null && !RESPONSES.contains(response)) {
            throw ProblemException.badRequest(
                    "invalid_response", "response (expected: UNACKED, ACKED or RESOLVED)");
        }
        String cursor = asked.cursor();
        Instant from = asked.from() == null ? null : time("from", asked.from());
        Instant to = asked.to() == null ? null : time("to", asked.to());
        if (from != null && to != null && to.isBefore(from)) {
            throw ProblemException.badRequest("invalid_to", "to (expected: not before from)");
        }
        return new AlertFilter(
                patients,
                asked.tier() == null ? null : tier(asked.tier()),
                state != null && CONDITIONS.contains(state) ? state : condition,
                state != null && RESPONSES.contains(state) ? state : response,
                asked.vitalType() == null ? null : vital(asked.vitalType()),
                asked.assignedTo() == null ? null : id("assigned_to", asked.assignedTo()),
                flag("unattended", asked.unattended()),
                from,
                to,
                cursor == null ? null : place(cursor));
    }

    /** Strict, because the framework takes any word for false. */
    private static boolean flag(String name, @Nullable String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case null -> false;
            default ->
                    throw ProblemException.badRequest(
                            "invalid_" + name, name + " (expected: true or false)");
        };
    }

    private static @Nullable String upper(@Nullable String text) {
        return text == null ? null : text.toUpperCase(Locale.ROOT);
    }

    /** Any name that a vital could have: rules may come to know more of them. */
    static String vital(String name) {
        if (!name.matches("[a-z0-9_]{1,64}")) {
            throw ProblemException.badRequest(
                    "invalid_vital_type", "vital_type (expected: a name such as heart_rate)");
        }
        return name;
    }

    static String id(String name, String id) {
        AckDesk.requireId(name, id);
        return id;
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

    static Tier tier(String name) {
        return Arrays.stream(Tier.values())
                .filter(tier -> tier.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        ProblemException.badRequest(
                                "invalid_tier", "tier (expected: INFO, WARNING or CRITICAL)"));
    }

    static Instant time(String name, String text) {
        try {
            return inRange(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: a time such as 2026-01-31T12:00:00Z)");
        }
    }

    /** PostgreSQL knows fewer years than Java. */
    private static Instant inRange(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
            throw new DateTimeException("out of range");
        }
        return time;
    }

    private static Place place(String cursor) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                            .split(" ", 2);
            if (parts.length == 2 && Room.ID.matcher(parts[1]).matches()) {
                return new Place(inRange(Instant.parse(parts[0])), parts[1]);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Answered below.
        }
        throw ProblemException.badRequest(
                "invalid_cursor", "cursor (expected: the next_cursor of an earlier answer)");
    }
}
