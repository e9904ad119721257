package dev.wardcast.bench.sessions;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param sessions in progress at the same time
 * @param watchers streams, divided between them
 * @param rate reports a second, over all sessions
 */
record SessionsSettings(
        int rounds, int sessions, int watchers, int rate, Duration warmUp, Duration duration) {

    /** Progress ends at 99 here, and each report is one more. */
    private static final int MOST_STEPS = 99;

    SessionsSettings {
        double steps = (double) rate / sessions * (warmUp.toSeconds() + duration.toSeconds());
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "%.0f reports a session (expected: at most %d; fewer a second, or shorter)"
                            .formatted(steps, MOST_STEPS));
        }
    }
}
