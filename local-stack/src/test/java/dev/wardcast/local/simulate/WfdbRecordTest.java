package dev.wardcast.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WfdbRecordTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {Recordings.DETERIORATION, "100", "3000003_0003"})
    void real_recordings_agree_with_their_checksums(String name) {
        WfdbRecord record = WfdbRecord.read(Recordings.header(name));
        assertEquals(name, record.header().record());
        assertEquals(record.header().frames().orElseThrow(), record.frames());
    }

    @Test
    void reads_counter_frequency_base_time_and_date_of_a_real_header() {
        WfdbRecord record = WfdbRecord.read(Recordings.header(Recordings.DETERIORATION));
        assertEquals(72, record.frames());
        assertEquals(60, record.period().plusMillis(1).toSeconds());
        assertEquals(125, record.header().counterFrequency());
        assertEquals(
                LocalTime.of(10, 44, 18, 529_000_000), record.header().baseTime().orElseThrow());
        assertEquals(LocalDate.of(2704, 5, 4), record.header().baseDate().orElseThrow());
        assertEquals(List.of("<age>: ?? <sex>: ?"), record.header().comments());
        int spo2 = record.signal("spo2").orElseThrow();
        assertEquals(42.9, record.value(spo2, 41).orElseThrow(), 1e-9);
        int systolic = record.signal("NBPSys").orElseThrow();
        assertEquals(OptionalDouble.empty(), record.value(systolic, 0));
        assertEquals(66, record.value(systolic, 32).orElseThrow());
    }

    @Test
    void reads_millivolts_of_a_real_ecg() {
        WfdbRecord record = WfdbRecord.read(Recordings.header("100"));
        int lead = record.signal("MLII").orElseThrow();
        assertEquals(-0.145, record.value(lead, 0).orElseThrow(), 1e-9);
        assertEquals(-0.12, record.value(lead, 8).orElseThrow(), 1e-9);
        assertEquals(Duration.ofNanos(2_777_778), record.period());
    }

    @ParameterizedTest
    @CsvSource({"16,-32768", "80,-128", "212,-2048"})
    void each_format_interleaves_signals_and_knows_its_missing_value(int format, int missing)
            throws IOException {
        int[][] samples = {{5, -7, missing}, {-100, 100, 0}};
        WfdbRecord record = WfdbRecord.read(write(format, samples, 0));
        assertEquals(3, record.frames());
        for (int signal = 0; signal < 2; signal++) {
            for (int frame = 0; frame < 3; frame++) {
                assertEquals(samples[signal][frame], record.raw(signal, frame));
            }
        }
        assertEquals(OptionalDouble.empty(), record.value(0, 2));
        assertEquals((-7 - 3) / 10.0, record.value(0, 1).orElseThrow(), 1e-9);
    }

    @Test
    void twelve_bits_keep_their_ends_and_an_odd_last_sample() throws IOException {
        int[][] samples = {{2047, -2047, 1023, -1, 0}};
        WfdbRecord record = WfdbRecord.read(write(212, samples, 0));
        for (int frame = 0; frame < samples[0].length; frame++) {
            assertEquals(samples[0][frame], record.raw(0, frame));
        }
    }

    @Test
    void counts_the_samples_itself_when_the_header_does_not_say() throws IOException {
        Path header = write(212, new int[][] {{1, 2, 3, 4, 5}}, 0);
        Files.writeString(header, Files.readString(header).replaceFirst(" 5\n", "\n"));
        assertEquals(5, WfdbRecord.read(header).frames());
    }

    @Test
    void takes_several_samples_a_frame_and_a_prologue() throws IOException {
        Path header = directory.resolve("r.hea");
        Files.writeString(
                header, "r 2 10 2\nr.dat 80x2+3 1 8 0 1 10 0 fast\nr.dat 80+3 1 8 0 9 17 0 slow\n");
        byte[] data = {
            0, 0, 0, (byte) 129, (byte) 130, (byte) 137, (byte) 131, (byte) 132, (byte) 136
        };
        Files.write(directory.resolve("r.dat"), data);
        WfdbRecord record = WfdbRecord.read(header);
        assertEquals(2, record.frames());
        assertEquals(3, record.raw(0, 1));
        assertEquals(8, record.raw(1, 1));
    }

    @Test
    void a_wrong_checksum_names_the_line_the_sum_and_the_expectation() throws IOException {
        Path header = write(16, new int[][] {{1, 2}, {3, 4}}, 1);
        assertRefused(header, "r.hea:5: lead 1: the samples sum up to 7 (expected: checksum 8)");
    }

    @Test
    void a_wrong_first_sample_is_told() throws IOException {
        Path header = write(16, new int[][] {{1, 2}}, 0);
        byte[] data = Files.readAllBytes(directory.resolve("r.dat"));
        data[0] = 2;
        data[2] = 1;
        Files.write(directory.resolve("r.dat"), data);
        assertRefused(header, "r.hea:4: lead 0: the first sample is 2 (expected: initial value 1)");
    }

    @Test
    void a_short_signal_file_is_told() throws IOException {
        Path header = write(16, new int[][] {{1, 2}}, 0);
        Files.write(directory.resolve("r.dat"), new byte[] {1, 0, 2});
        assertRefused(
                header, "r.dat: 3 bytes of samples (expected: 4, for 2 × 1 samples in format 16)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    r                              | r.hea:1: record line: one field
                    r/2 1 125                      | r.hea:1: record name: r/2 (expected: a record of one segment)
                    r x 125                        | r.hea:1: number of signals: x
                    r 1 -5                         | r.hea:1: sampling frequency: -5 (expected: more than 0)
                    r 1 125 2 25:00:00             | r.hea:1: base time: 25:00:00
                    r 1 125 2 10:00:00 31/02/2020  | r.hea:1: base date: 31/02/2020
                    r 2 125;r.dat 16               | the file ends after 1 signals (expected: 2)
                    r 1 125;r.dat 16;r.dat 16      | r.hea:3: one line more than the 1 signals
                    r 1 125;r.dat 310              | r.hea:2: format: 310 (expected: one of 16, 80, 212)
                    r 1 125;r.dat 16:4             | r.hea:2: skew: 4 (expected: 0)
                    r 1 125;r.dat 16 ten/mV        | r.hea:2: gain: ten/mV
                    r 1 125;../r.dat 16            | r.hea:2: file name: ../r.dat (expected: a file beside
                    r 1 125;gone.dat 16            | gone.dat: cannot be read
                    # nothing                      | r.hea: no record line
                    """)
    void bad_headers_are_told_with_their_line(String text, String expected) throws IOException {
        Path header = directory.resolve("r.hea");
        Files.writeString(header, text.replace(';', '\n') + "\n");
        assertRefused(header, expected);
    }

    private static void assertRefused(Path header, String expected) {
        String message =
                assertThrows(WfdbException.class, () -> WfdbRecord.read(header)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    /** Writes a record with gain 10, baseline 3; the last signal's checksum is off by that much. */
    private Path write(int format, int[][] samples, int checksumError) throws IOException {
        int signals = samples.length;
        int frames = samples[0].length;
        StringBuilder header = new StringBuilder("# a comment before anything\n\n");
        header.append("r ").append(signals).append(" 125 ").append(frames).append('\n');
        int[] flat = new int[signals * frames];
        for (int signal = 0; signal < signals; signal++) {
            int sum = 0;
            for (int frame = 0; frame < frames; frame++) {
                sum += samples[signal][frame];
                flat[frame * signals + signal] = samples[signal][frame];
            }
            int error = signal == signals - 1 ? checksumError : 0;
            header.append(
                    "r.dat %d 10(3)/mV 12 0 %d %d 0 lead %d\n"
                            .formatted(format, samples[signal][0], (short) (sum + error), signal));
        }
        Files.write(directory.resolve("r.dat"), encode(format, flat));
        return Files.writeString(directory.resolve("r.hea"), header);
    }

    private static byte[] encode(int format, int[] samples) {
        return switch (format) {
            case 16 -> {
                byte[] data = new byte[samples.length * 2];
                for (int i = 0; i < samples.length; i++) {
                    data[2 * i] = (byte) samples[i];
                    data[2 * i + 1] = (byte) (samples[i] >> 8);
                }
                yield data;
            }
            case 80 -> {
                byte[] data = new byte[samples.length];
                for (int i = 0; i < samples.length; i++) {
                    data[i] = (byte) (samples[i] + 128);
                }
                yield data;
            }
            default -> {
                byte[] data = new byte[samples.length / 2 * 3 + samples.length % 2 * 2];
                for (int i = 0; i < samples.length; i++) {
                    int at = i / 2 * 3;
                    int high = samples[i] >> 8 & 0x0F;
                    data[i % 2 == 0 ? at : at + 2] = (byte) samples[i];
                    data[at + 1] |= (byte) (i % 2 == 0 ? high : high << 4);
                }
                yield data;
            }
        };
    }
}
