package dev.wardcast.vitals.follow;

import java.time.Duration;

/**
 * How a partition is followed.
 *
 * @param lease how long a node may be silent before another takes over
 * @param batch entries that the work gets at once, at most
 * @param gather how long it waits after less than half a batch, so that more come together: a
 *     transaction for each reading costs many times what one for a hundred does. The first reading
 *     after a pause waits for nothing
 */
public record Pace(Duration lease, int batch, Duration gather) {

    public Pace {
        if (gather.isNegative() || gather.compareTo(lease.dividedBy(2)) > 0) {
            throw new IllegalArgumentException(
                    "gather: " + gather + " (expected: 0 to half of the lease, " + lease + ")");
        }
    }

    /** For work that somebody waits for. */
    public static Pace prompt(Duration lease, int batch) {
        return new Pace(lease, batch, Duration.ZERO);
    }
}
