package dev.wardcast.sessions.wav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.sessions.Wav;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WavReaderTest {

    private static final double SECONDS = 1.5;

    private static WavReader reader(byte[] file) throws IOException {
        return new WavReader(new ByteArrayInputStream(file), file.length);
    }

    private static List<Float> all(WavReader reader) throws IOException {
        List<Float> all = new ArrayList<>();
        float[] block = new float[WavReader.BLOCK];
        for (int count = reader.read(block); count > 0; count = reader.read(block)) {
            for (int i = 0; i < count; i++) {
                all.add(block[i]);
            }
        }
        return all;
    }

    private static double tone(double second) {
        return 0.8 * Math.sin(2 * Math.PI * 200 * second);
    }

    static Stream<Wav> kinds() {
        return Stream.of(8_000, 11_025, 44_100, 96_000)
                .flatMap(rate ->
                        Stream.of(1, 2)
                                .flatMap(channels ->
                                        Stream.of(
                                                Wav.pcm(8, rate, channels),
                                                Wav.pcm(16, rate, channels),
                                                Wav.pcm(24, rate, channels),
                                                Wav.pcm(32, rate, channels),
                                                Wav.floats(rate, channels),
                                                Wav.pcm(24, rate, channels).asExtensible(),
                                                Wav.floats(rate, channels).asExtensible())));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_same_sound_is_heard_however_it_is_written(Wav wav) throws IOException {
        WavReader reader = reader(wav.of(SECONDS, WavReaderTest::tone));
        assertEquals(SECONDS, reader.format().seconds(), 1e-4);
        assertEquals(wav.bits(), reader.format().encoding().bits());
        List<Float> heard = all(reader);
        assertEquals(Math.round(SECONDS * wav.rate()), heard.size());
        double step = 1.5 / Math.pow(2, Math.min(wav.bits(), 24) - 1);
        for (int i = 0; i < heard.size(); i++) {
            assertEquals(tone((double) i / wav.rate()), heard.get(i), step, "sample " + i);
        }
    }

    @Test
    void full_scale_and_what_is_no_number_do_not_go_beyond_full_scale() throws IOException {
        byte[] data = {
            0, 0, (byte) 0xc0, 0x7f, 0, 0, (byte) 0x80, 0x7f, 0, 0, 0, 0x41, 0, 0, 0, (byte) 0xc1
        };
        assertEquals(
                List.of(0f, 0f, 1f, -1f),
                all(reader(Wav.file(Wav.floats(8_000, 1).format(), data))));
        assertEquals(
                List.of(-1f, 32_767 / 32_768f),
                all(
                        reader(
                                Wav.file(
                                        Wav.pcm(16, 8_000, 1).format(),
                                        new byte[] {0, (byte) 0x80, (byte) 0xff, 0x7f}))));
    }

    @Test
    void who_speaks_into_one_of_two_microphones_is_heard() throws IOException {
        byte[] data = {0, 0x40, 0, 0, 0, 0, 0, 0x40};
        assertEquals(
                List.of(0.25f, 0.25f), all(reader(Wav.file(Wav.pcm(16, 8_000, 2).format(), data))));
    }

    @Test
    void a_recorder_that_did_not_know_the_length_yet_is_understood() throws IOException {
        byte[] sound = new byte[4_000];
        for (int length : new int[] {-1, 0}) {
            byte[] file =
                    Wav.joined(
                            Wav.riff(),
                            Wav.chunk("fmt ", 16, Wav.pcm(16, 8_000, 1).format()),
                            Wav.chunk("data", length, sound));
            assertEquals(2_000, all(reader(file)).size());
        }
    }

    static Stream<Arguments> broken() {
        Wav fine = Wav.pcm(16, 8_000, 1);
        byte[] sound = fine.of(1, WavReaderTest::tone);
        return Stream.of(
                Arguments.of("no WAV file", "MP3 and no RIFF at all".getBytes()),
                Arguments.of("ends before any sound", new byte[3]),
                Arguments.of("ends before any sound", Arrays.copyOf(sound, 30)),
                Arguments.of("ends before any sound", Wav.riff()),
                Arguments.of(
                        "breaks off after 0.5 of its 1.0 seconds",
                        Arrays.copyOf(sound, sound.length - 8_000)),
                Arguments.of("no sound in it", Wav.file(fine.format(), new byte[0])),
                Arguments.of("no sound in it", Wav.file(fine.format(), new byte[1])),
                Arguments.of("how its sound is written", Wav.file(new byte[0], new byte[8])),
                Arguments.of("damaged", Wav.file(new byte[14], new byte[8])),
                Arguments.of("damaged", Wav.file(new byte[5_000], new byte[8])),
                Arguments.of("samples of 12 bits", Wav.file(changed(14, 12), new byte[8])),
                Arguments.of("has 6 channels", Wav.file(changed(2, 6), new byte[24])),
                Arguments.of("has 0 channels", Wav.file(changed(2, 0), new byte[24])),
                Arguments.of("compressed or of an unknown kind (0x0055)", mp3InWav()),
                Arguments.of("contradicts itself", Wav.file(changed(12, 3), new byte[24])),
                Arguments.of("claims 100 samples a second", rate(100)),
                Arguments.of("claims 4,000,000,000 samples", rate((int) 4_000_000_000L)),
                Arguments.of("of 64 bits", Wav.file(doubles(), new byte[64])));
    }

    private static byte[] changed(int at, int value) {
        byte[] format = Wav.pcm(16, 8_000, 1).format();
        format[at] = (byte) value;
        return format;
    }

    private static byte[] mp3InWav() {
        return Wav.file(changed(0, 0x55), new byte[8]);
    }

    private static byte[] doubles() {
        return new Wav(Wav.FLOAT, 64, 8_000, 1, false).format();
    }

    private static byte[] rate(int rate) {
        return Wav.file(Wav.pcm(16, rate, 1).format(), new byte[8]);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_recording_is_refused_in_words_that_say_why(String reason, byte[] file) {
        BrokenRecordingException refusal =
                assertThrows(BrokenRecordingException.class, () -> all(reader(file)));
        assertTrue(refusal.reason().contains(reason), refusal.reason());
    }

    @Test
    void whatever_the_bytes_are_it_is_an_answer_and_no_crash() throws IOException {
        byte[] good = Wav.pcm(16, 8_000, 1).asExtensible().of(0.01, WavReaderTest::tone);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] file = good.clone();
            for (int j = 0; j < 1 + i % 5; j++) {
                file[random.nextInt(90)] = (byte) random.nextInt();
            }
            try {
                all(reader(Arrays.copyOf(file, 12 + random.nextInt(file.length - 12))));
            } catch (BrokenRecordingException e) {
                assertTrue(e.reason().endsWith("."), e.reason());
            }
        }
    }
}
