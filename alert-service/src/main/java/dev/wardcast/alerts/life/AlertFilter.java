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
 * @param from opened at this time or later
 * @param to opened before this time
 * @param after those behind this place
 */
public record AlertFilter(
        @Nullable Set<String> patients,
        @Nullable Tier tier,
        @Nullable String condition,
        @Nullable String response,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Place after) {

    /** A place in the list of alerts, newest first. */
    public record Place(Instant openedAt, String alertId) {}
}
