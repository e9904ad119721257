package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Tier;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts are asked for; {@code null} does not restrict.
 *
 * @param patients of these patients; empty means of nobody
 * @param condition {@code ACTIVE} or {@code CLEARED}
 * @param response {@code UNACKED}, {@code ACKED} or {@code RESOLVED}
 * @param vital about this vital sign, by its wire name
 * @param assignedTo in the hands of this user
 * @param unattended only those that are open, and whose escalation ended without an answer
 * @param from opened at this time or later
 * @param to opened before this time
 * @param after those behind this place
 */
public record AlertFilter(
        @Nullable Set<String> patients,
        @Nullable Tier tier,
        @Nullable String condition,
        @Nullable String response,
        @Nullable String vital,
        @Nullable String assignedTo,
        boolean unattended,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Place after) {

    /** A place in the list of alerts, newest first. */
    public record Place(Instant openedAt, String alertId) {}
}
