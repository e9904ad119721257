package dev.wardcast.alerts.life;

import dev.wardcast.alerts.rules.Tier;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an alert.
 *
 * @param at {@code null}: now, by the database's clock
 * @param tier {@code null}: the alert's, as the transaction leaves it
 * @param by {@code null} where no person did it
 * @param detail what else there is to say: texts, numbers, lists of texts
 */
public record StoryEntry(
        String alertId,
        What what,
        @Nullable Tier tier,
        @Nullable Instant at,
        @Nullable Person by,
        Map<String, Object> detail) {

    /** What can happen. The names are in the table and on the wire, in lower case. */
    public enum What {
        OPENED,
        ROSE,
        CLEARED,
        REOPENED,
        ESCALATED,
        CALLED,
        UNATTENDED,
        ACKNOWLEDGED,
        RESOLVED,
        SNOOZED,
        SNOOZE_ENDED,
        ASSIGNED,
        UNASSIGNED,
        COMMENTED
    }

    static StoryEntry at(Instant at, String alertId, What what, @Nullable Tier tier) {
        return new StoryEntry(alertId, what, tier, at, null, Map.of());
    }

    public static StoryEntry now(String alertId, What what, Map<String, Object> detail) {
        return new StoryEntry(alertId, what, null, null, null, detail);
    }

    static StoryEntry by(Person person, String alertId, What what, Map<String, Object> detail) {
        return new StoryEntry(alertId, what, null, null, person, detail);
    }
}
