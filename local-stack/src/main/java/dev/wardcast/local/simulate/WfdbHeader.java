package dev.wardcast.local.simulate;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a WFDB header says: header(5) of the WFDB Applications Guide.
 *
 * @param frequency frames per second
 * @param counterFrequency ticks per second of the recorder's counter; {@code frequency} if not told
 * @param frames how many, if told
 * @param baseTime time of day of the first sample, if told
 * @param baseDate its date, if told; in published recordings it is shifted by a secret amount
 */
record WfdbHeader(
        Path file,
        String record,
        double frequency,
        double counterFrequency,
        OptionalLong frames,
        Optional<LocalTime> baseTime,
        Optional<LocalDate> baseDate,
        List<Signal> signals,
        List<String> comments) {

    WfdbHeader {
        signals = List.copyOf(signals);
        comments = List.copyOf(comments);
    }

    /**
     * One signal.
     *
     * @param line in the header
     * @param file beside the header
     * @param samplesPerFrame more than 1 for a signal that is sampled more often than others
     * @param byteOffset where the samples begin
     * @param gain units of the converter for one physical unit
     * @param baseline the converter's value for a physical zero
     * @param initialValue of the first sample, if told
     * @param checksum 16-bit sum of all samples, if told
     */
    record Signal(
            int line,
            Path file,
            SignalFormat format,
            int samplesPerFrame,
            int byteOffset,
            double gain,
            int baseline,
            String units,
            OptionalInt initialValue,
            OptionalInt checksum,
            String name) {

        double physical(int sample) {
            return (sample - baseline) / gain;
        }
    }
}
