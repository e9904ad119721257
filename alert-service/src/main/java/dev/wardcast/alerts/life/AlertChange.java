package dev.wardcast.alerts.life;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of samples made of one alert, summed up.
 *
 * @param openedAt when the alert opened, if it did in this batch
 * @param raised what it says since it opened or rose in this batch, if it did either
 * @param latest what it would say now, if the condition was found to hold in this batch
 * @param occurrences how often the condition was found to hold in this batch
 * @param updatedAt when the newest of this happened
 * @param clearedAt when the condition ended, if it did
 * @param reopened whether the condition came back after it had ended
 */
public record AlertChange(
        String alertId,
        @Nullable Instant openedAt,
        @Nullable Raised raised,
        @Nullable Raised latest,
        int occurrences,
        Instant updatedAt,
        @Nullable Instant clearedAt,
        boolean reopened) {

    public static AlertChange opened(Raised raised) {
        return new AlertChange(
                raised.alertId(), raised.at(), raised, raised, 1, raised.at(), null, false);
    }

    public static AlertChange rose(Raised raised) {
        return new AlertChange(raised.alertId(), null, raised, raised, 1, raised.at(), null, false);
    }

    /**
     * @param now what the alert says by now
     * @param rose whether it reaches a higher tier than before
     */
    public static AlertChange reopened(Raised now, boolean rose) {
        return new AlertChange(
                now.alertId(), null, rose ? now : null, now, 1, now.at(), null, true);
    }

    /**
     * @param now what the alert says by now, at the tier that it has anyway
     */
    public static AlertChange repeated(Raised now) {
        return new AlertChange(now.alertId(), null, null, now, 1, now.at(), null, false);
    }

    public static AlertChange cleared(String alertId, Instant at) {
        return new AlertChange(alertId, null, null, null, 0, at, at, false);
    }

    public boolean isNew() {
        return openedAt != null;
    }

    /** Whether the alert is another one now, and not only counted on. */
    public boolean isTurn() {
        return isNew() || raised != null || clearedAt != null || reopened;
    }

    /** This, and then that. */
    public AlertChange then(AlertChange later) {
        return new AlertChange(
                alertId,
                openedAt,
                later.raised != null ? later.raised : raised,
                later.latest != null ? later.latest : latest,
                occurrences + later.occurrences,
                later.updatedAt,
                later.clearedAt != null || later.reopened ? later.clearedAt : clearedAt,
                reopened || later.reopened);
    }
}
