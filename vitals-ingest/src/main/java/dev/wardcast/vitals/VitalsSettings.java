package dev.wardcast.vitals;

import dev.wardcast.vitals.follow.Pace;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * Settings of this service.
 *
 * @param maxInFlight samples that may be on their way to Redis at one time; a post that would
 *     exceed it is turned away with 503. At least 1,000, so that a full array fits
 * @param maxAhead how far a device's clock may be ahead of ours; up to it the time is set back to
 *     ours, beyond it the sample is refused
 * @param maxAge how old a sample may be when it arrives
 * @param lease how long a node that follows a partition may be silent before another takes over
 * @param batch readings of which live events are made at once, at most, and a quarter of what
 *     followers take that nobody waits for: only one that is behind finds so many, and the more it
 *     takes the less each costs
 * @param gather how long followers that nobody waits for (the history, who is there) let readings
 *     come together, up to half of the lease
 * @param liveGather the same for live events. Only readings that come sooner after the last ones
 *     wait, so that at a thousand a second each is not a script of its own
 */
@ConfigurationProperties("wardcast.vitals")
public record VitalsSettings(
        @Bindable(defaultValue = "4096") @Min(1000) int maxInFlight,
        @Bindable(defaultValue = "5m") Duration maxAhead,
        @Bindable(defaultValue = "365d") Duration maxAge,
        @Bindable(defaultValue = "2500ms") Duration lease,
        @Bindable(defaultValue = "1024") @Min(1) @Max(MOST_AT_ONCE) int batch,
        @Bindable(defaultValue = "250ms") Duration gather,
        @Bindable(defaultValue = "50ms") Duration liveGather) {

    /** The more rows come at once, the less each costs PostgreSQL. */
    private static final int UNHURRIED = 4;

    private static final int MOST_AT_ONCE = 5_000;

    public Pace live() {
        return new Pace(lease, batch, liveGather);
    }

    public Pace unhurried() {
        return new Pace(lease, Math.min(MOST_AT_ONCE, UNHURRIED * batch), gather);
    }
}
