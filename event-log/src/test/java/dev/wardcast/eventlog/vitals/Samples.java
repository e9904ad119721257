package dev.wardcast.eventlog.vitals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

/** Readings for tests, of patients that no other test has. */
final class Samples {

    private Samples() {}

    /** A patient whose samples go to that partition. */
    static String patientOf(int partition) {
        while (true) {
            String id = "p-" + UUID.randomUUID();
            if (SampleQueue.partitionOf(id) == partition) {
                return id;
            }
        }
    }

    static Sample heartRate(String patient, double bpm) {
        return heartRate(patient, bpm, OptionalLong.empty());
    }

    static Sample heartRate(String patient, double bpm, long sequence) {
        return heartRate(patient, bpm, OptionalLong.of(sequence));
    }

    private static Sample heartRate(String patient, double bpm, OptionalLong sequence) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Sample(
                "monitor", "m-1", patient, VitalType.HEART_RATE, List.of(bpm), now, now, sequence);
    }
}
