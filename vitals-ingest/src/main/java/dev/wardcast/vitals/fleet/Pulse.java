package dev.wardcast.vitals.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device as whoever follows its readings knows it.
 *
 * @param heardAt when its newest reading was received
 * @param interval how long it is usually silent; {@code null} where that is not known here
 * @param writtenAgain from when on a reading has to be written down
 */
record Pulse(
        DeviceName name,
        String patientId,
        Instant heardAt,
        @Nullable Duration interval,
        Instant writtenAgain) {}
