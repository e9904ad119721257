package dev.wardcast.alerts.trial;

import static org.junit.jupiter.api.Assumptions.abort;

import dev.wardcast.eventlog.vitals.Sample;
import dev.wardcast.eventlog.vitals.VitalType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The numbers of the recording s25047 (PhysioNet, MIMIC II; Goldberger et al., Circulation
 * 101:e215, 2000), one row a minute: HR, PULSE, RESP and SpO2 in tenths, then the pressure as
 * systolic, diastolic and mean. 0 and -32768 are dropouts. Where HR has none the pulse counts.
 */
final class Numerics {

    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private static final int SIGNALS = 7;

    private Numerics() {}

    /** In each minute the heart rate, then pressure, saturation and respiration. */
    static List<Sample> samples() throws IOException {
        ByteBuffer data =
                ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);
        List<Sample> samples = new ArrayList<>();
        for (int minute = 0; data.remaining() >= 2 * SIGNALS; minute++) {
            int[] row = new int[SIGNALS];
            for (int i = 0; i < SIGNALS; i++) {
                row[i] = data.getShort();
            }
            int heart = row[0] > 0 ? row[0] : row[1];
            add(samples, minute, VitalType.HEART_RATE, heart / 10.0);
            if (row[4] > 0 && row[5] > 0) {
                add(samples, minute, VitalType.BLOOD_PRESSURE, (double) row[4], (double) row[5]);
            }
            add(samples, minute, VitalType.SPO2, row[3] / 10.0);
            add(samples, minute, VitalType.RESPIRATORY_RATE, row[2] / 10.0);
        }
        return samples;
    }

    private static void add(List<Sample> samples, int minute, VitalType type, Double... values) {
        Instant at = START.plusSeconds(60L * minute);
        if (values[0] > 0) {
            samples.add(
                    new Sample(
                            "monitor",
                            "bed-1",
                            "patient-1",
                            type,
                            List.of(values),
                            at,
                            at,
                            OptionalLong.empty()));
        }
    }

    private static Path file() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path file = at.resolve("shared/data/wfdb/3234460n.dat");
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return abort("the recording is not on this machine");
    }
}
