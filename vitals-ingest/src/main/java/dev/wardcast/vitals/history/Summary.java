package dev.wardcast.vitals.history;

import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.List;

/**
 * The readings of one vital sign in one bucket.
 *
 * @param bucket when it begins
 * @param count how many readings
 * @param fields for each field of the vital sign, in its order
 */
record Summary(Instant bucket, VitalType type, long count, List<Field> fields) {

    record Field(double min, double max, double mean) {}

    /** Whether it comes after this place: buckets go back in time, vital signs by the alphabet. */
    boolean isAfter(Instant otherBucket, String otherType) {
        int order = otherBucket.compareTo(bucket);
        return order > 0 || order == 0 && type.wireName().compareTo(otherType) > 0;
    }
}
