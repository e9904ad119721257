package dev.wardcast.alerts.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Since when, without a break, every reading has reached a tier, or was in range. As much as a
 * window that lasts a time has to remember, however many readings come in that time.
 *
 * @param info since every reading has been at least INFO
 * @param clear since every reading has been past the hysteresis
 */
public record Runs(
        @Nullable Instant info,
        @Nullable Instant warning,
        @Nullable Instant critical,
        @Nullable Instant clear) {

    public static final Runs NONE = new Runs(null, null, null, null);

    Runs with(Instant takenAt, @Nullable Tier tier, boolean isClear) {
        return new Runs(
                since(info, takenAt, reaches(tier, Tier.INFO)),
                since(warning, takenAt, reaches(tier, Tier.WARNING)),
                since(critical, takenAt, reaches(tier, Tier.CRITICAL)),
                since(clear, takenAt, isClear));
    }

    /** The highest tier that has been reached for so long. */
    @Nullable Tier tierFor(Duration time, Instant now) {
        if (lasts(critical, time, now)) {
            return Tier.CRITICAL;
        }
        if (lasts(warning, time, now)) {
            return Tier.WARNING;
        }
        return lasts(info, time, now) ? Tier.INFO : null;
    }

    /** Since when a tier has been reached that {@link #tierFor} named. */
    Instant since(Tier tier) {
        return Objects.requireNonNull(
                switch (tier) {
                    case CRITICAL -> critical;
                    case WARNING -> warning;
                    case INFO -> info;
                });
    }

    boolean clearFor(Duration time, Instant now) {
        return lasts(clear, time, now);
    }

    private static boolean reaches(@Nullable Tier tier, Tier least) {
        return tier != null && !least.above(tier);
    }

    private static @Nullable Instant since(
            @Nullable Instant before, Instant takenAt, boolean goesOn) {
        if (!goesOn) {
            return null;
        }
        return before == null ? takenAt : before;
    }

    private static boolean lasts(@Nullable Instant since, Duration time, Instant now) {
        return since != null && !since.plus(time).isAfter(now);
    }
}
