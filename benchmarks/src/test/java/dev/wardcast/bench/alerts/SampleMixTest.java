package dev.wardcast.bench.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleMixTest {

    private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");

    private final SampleMix mix = new SampleMix(BEGIN);

    @Test
    void each_vital_sign_that_has_rules_comes_within_ten_samples_and_in_order() {
        Set<VitalType> types = EnumSet.noneOf(VitalType.class);
        for (int step = 0; step < SampleMix.WHOLE_PATTERN; step++) {
            Sample sample = mix.sample(7, step);
            types.add(sample.type());
            assertEquals(BEGIN.plusSeconds(step), sample.takenAt());
        }
        assertEquals(
                EnumSet.of(
                        VitalType.HEART_RATE,
                        VitalType.SPO2,
                        VitalType.RESPIRATORY_RATE,
                        VitalType.BLOOD_PRESSURE,
                        VitalType.TEMPERATURE),
                types);
    }

    @Test
    void one_sample_in_a_hundred_is_beyond_its_limits() {
        int bad = 0;
        int all = 0;
        for (int patient = 0; patient < 1_000; patient++) {
            for (int step = 0; step < 400; step++) {
                Sample sample = mix.sample(patient, step);
                if (sample.type() == VitalType.HEART_RATE) {
                    all++;
                    bad += sample.values().getFirst() > 100 ? 1 : 0;
                }
            }
        }
        double share = (double) bad / all;
        assertTrue(share > 0.007 && share < 0.013, "share " + share);
    }
}
