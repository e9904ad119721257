package dev.wardcast.alerts.rules;

import java.time.Duration;

/** How much of a breach it takes, and as much in range ends it. */
public sealed interface Window {

    /**
     * So many readings in a row.
     *
     * @param count 1 to 100
     */
    record Samples(int count) implements Window {
        public static final int MOST = 100;

        public Samples {
            if (count < 1 || count > MOST) {
                throw new IllegalArgumentException(
                        "window.samples: " + count + " (expected: 1 to " + MOST + ")");
            }
        }
    }

    /**
     * So long, by the devices' time, without a reading in between that says otherwise.
     *
     * @param time more than zero
     */
    record Lasting(Duration time) implements Window {
        public Lasting {
            if (!time.isPositive()) {
                throw new IllegalArgumentException("window.duration (expected: > 0s)");
            }
        }
    }
}
