package dev.wardcast.vitals.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a device may be silent. Its usual interval is the longest pause of late, not the mean
 * one: a monitor that posts seven readings within a second, once a minute, is not silent after a
 * second. What it was before loses weight with time, so that a device that becomes faster is missed
 * sooner after a while.
 */
final class Rhythm {

    /** A sign of life is written down only once so much of the allowed silence has passed. */
    private static final int WRITES_PER_SILENCE = 4;

    private final FleetSettings settings;

    Rhythm(FleetSettings settings) {
        this.settings = settings;
    }

    /** Of a device that is not known yet: it is given the longest silence. */
    Duration unknown() {
        return settings.longestSilence().dividedBy(settings.silenceFactor());
    }

    /** The usual interval after one more pause. Bounded by the longest silence. */
    Duration next(Duration interval, Duration pause) {
        double halfLives = (double) pause.toMillis() / settings.rhythmHalfLife().toMillis();
        Duration faded = Duration.ofMillis((long) (interval.toMillis() * Math.pow(0.5, halfLives)));
        return least(settings.longestSilence(), pause.compareTo(faded) > 0 ? pause : faded);
    }

    Duration allowedSilence(Duration interval) {
        Duration wished = interval.multipliedBy(settings.silenceFactor());
        Duration bounded = least(settings.longestSilence(), wished);
        return bounded.compareTo(settings.shortestSilence()) < 0
                ? settings.shortestSilence()
                : bounded;
    }

    /**
     * When a device counts as gone that was last heard, as far as is written down, at that time.
     * What was heard until {@link #writtenAgain} is not written down, so that much is added:
     * nothing is missed too early.
     */
    Instant deadline(Instant heardAt, Duration interval) {
        Duration silence = allowedSilence(interval);
        return heardAt.plus(silence).plus(silence.dividedBy(WRITES_PER_SILENCE));
    }

    /** From when on the next sign of life has to be written down; well before the deadline. */
    Instant writtenAgain(Instant heardAt, Duration interval) {
        return heardAt.plus(allowedSilence(interval).dividedBy(WRITES_PER_SILENCE));
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
