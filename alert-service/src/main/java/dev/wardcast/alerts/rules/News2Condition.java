package dev.wardcast.alerts.rules;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Duration;
import java.util.Set;

/**
 * The National Early Warning Score 2 over a patient's latest readings.
 *
 * @param staleAfter an input older than this against the newest one is missing
 * @param patient what no device tells; set for each patient
 * @param clearTotal a complete score of at most this, without a single 3, ends the condition; 0 to
 *     4
 */
public record News2Condition(Duration staleAfter, News2.Setting patient, int clearTotal)
        implements Condition {

    public static final String KIND = "news2";

    public News2Condition {
        if (!staleAfter.isPositive()) {
            throw new IllegalArgumentException("stale_after (expected: > 0s)");
        }
        if (clearTotal < 0 || clearTotal >= News2.URGENT) {
            throw new IllegalArgumentException(
                    "clear_total: " + clearTotal + " (expected: 0 to 4)");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String subject() {
        return KIND;
    }

    @Override
    public Set<VitalType> inputs() {
        return News2.INPUTS;
    }
}
