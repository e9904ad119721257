package dev.wardcast.alerts.rules;

import java.time.Duration;
import java.time.Instant;

/**
 * A condition that holds.
 *
 * @param tier the highest that it reaches
 */
public record Breach(Tier tier, Evidence evidence) {

    /** What a breach rests on. */
    public sealed interface Evidence {}

    /**
     * Readings beyond limits.
     *
     * @param window oldest first
     */
    public record Row(RuleWindow window) implements Evidence {}

    /**
     * @param perMinute the slope; negative for a fall
     */
    public record Slope(RuleWindow window, double perMinute) implements Evidence {}

    public record Score(News2Score score) implements Evidence {}

    public record Silent(String deviceType, String deviceId, Instant heardAt, Duration after)
            implements Evidence {}
}
