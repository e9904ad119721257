package dev.wardcast.vitals.fleet;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * When a device counts as gone, and when its battery as low.
 *
 * @param silenceFactor so many times its usual interval a device may be silent
 * @param shortestSilence but at least so long
 * @param longestSilence and at most so long, which is also what a device gets that is not known yet
 * @param rhythmHalfLife after so long a usual interval that was not seen again counts half
 * @param batteryLow per cent at which a battery is low; 5 more, and it no longer is
 * @param forget how long a device that is gone is remembered
 */
@ConfigurationProperties("wardcast.vitals.fleet")
public record FleetSettings(
        @Bindable(defaultValue = "3") @Min(1) @Max(100) int silenceFactor,
        @Bindable(defaultValue = "15s") Duration shortestSilence,
        @Bindable(defaultValue = "15m") Duration longestSilence,
        @Bindable(defaultValue = "10m") Duration rhythmHalfLife,
        @Bindable(defaultValue = "20") @Min(1) @Max(90) int batteryLow,
        @Bindable(defaultValue = "90d") Duration forget) {

    public FleetSettings {
        if (!shortestSilence.isPositive() || shortestSilence.compareTo(longestSilence) > 0) {
            throw new IllegalArgumentException(
                    "wardcast.vitals.fleet.shortest-silence: "
                            + shortestSilence
                            + " (expected: more than 0, at most longest-silence)");
        }
        if (!rhythmHalfLife.isPositive()) {
            throw new IllegalArgumentException(
                    "wardcast.vitals.fleet.rhythm-half-life (expected: more than 0)");
        }
    }
}
