package dev.wardcast.sessions.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.sessions.wav.Encoding;
import dev.wardcast.sessions.wav.WavFormat;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisTest {

    private static final int RATE = 16_000;

    private final Random random = new Random(1975);

    private static SoundReport report(int rate, double seconds, DoubleUnaryOperator sound) {
        int frames = (int) (seconds * rate);
        SoundMeter meter = new SoundMeter(new WavFormat(Encoding.PCM_16, rate, 1, frames));
        float[] block = new float[1_000];
        for (int at = 0; at < frames; at += block.length) {
            int count = Math.min(block.length, frames - at);
            for (int i = 0; i < count; i++) {
                block[i] = (float) sound.applyAsDouble((double) (at + i) / rate);
            }
            meter.hear(block, count);
        }
        meter.finish();
        return Analysis.report(meter, Analysis.level(meter));
    }

    private double noise(double amplitude) {
        return amplitude * (2 * random.nextDouble() - 1);
    }

    /** A voice: a tone whose loudness goes up and down four times a second. */
    private static double voice(double second) {
        double syllable = 0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * second);
        return 0.3 * syllable * Math.sin(2 * Math.PI * 180 * second);
    }

    private static boolean within(double second, double from, double to) {
        return second >= from && second < to;
    }

    private static void assertSpeech(SoundReport report, double... fromTo) {
        List<Segment> speech = report.segments().stream().filter(Segment::speaks).toList();
        assertEquals(fromTo.length / 2, speech.size(), () -> report.segments().toString());
        for (int i = 0; i < speech.size(); i++) {
            assertEquals(fromTo[2 * i], speech.get(i).start(), 0.06);
            assertEquals(fromTo[2 * i + 1], speech.get(i).end(), 0.06);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 22_050, 44_100, 96_000})
    void speech_is_found_where_it_is_in_noise_at_any_rate(int rate) {
        SoundReport report =
                report(
                        rate,
                        12,
                        t ->
                                noise(0.002)
                                        + (within(t, 1, 3.5) || within(t, 6, 9.25) ? voice(t) : 0));
        assertSpeech(report, 1, 3.5, 6, 9.25);
        assertEquals(5.75, report.speechSeconds(), 0.1);
        assertEquals(6.25, report.silenceSeconds(), 0.1);
    }

    @Test
    void segments_follow_each_other_from_the_beginning_to_the_end() {
        SoundReport report =
                report(RATE, 10.005, t -> noise(0.001) + (within(t, 0, 2) || t > 8 ? voice(t) : 0));
        double at = 0;
        for (Segment segment : report.segments()) {
            assertEquals(at, segment.start());
            assertTrue(segment.end() > segment.start());
            at = segment.end();
        }
        assertEquals(report.audio().durationSeconds(), at);
        assertEquals(List.of("speech", "silence", "speech"), kinds(report));
    }

    private static List<String> kinds(SoundReport report) {
        return report.segments().stream().map(Segment::kind).toList();
    }

    @Test
    void the_stop_within_a_word_is_no_pause_and_a_breath_is_one() {
        DoubleUnaryOperator sound =
                t ->
                        noise(0.001)
                                + (within(t, 1, 2) || within(t, 2.2, 3) || within(t, 3.5, 4.5)
                                        ? voice(t)
                                        : 0);
        assertSpeech(report(RATE, 6, sound), 1, 3, 3.5, 4.5);
    }

    @Test
    void a_click_is_no_speech_and_does_not_drown_it() {
        DoubleUnaryOperator sound =
                t ->
                        within(t, 0.5, 0.53)
                                ? 0.99
                                : noise(0.001) + (within(t, 2, 4) ? voice(t) / 5 : 0);
        assertSpeech(report(RATE, 6, sound), 2, 4);
    }

    @Test
    void where_nobody_speaks_there_is_silence_only() {
        assertEquals(List.of("silence"), kinds(report(RATE, 5, t -> 0)));
        assertEquals(List.of("silence"), kinds(report(RATE, 5, t -> noise(0.01))));
        assertEquals(List.of("silence"), kinds(report(RATE, 5, t -> noise(0.3))));
    }

    @Test
    void speech_out_of_digital_silence_is_found() {
        assertSpeech(report(RATE, 5, t -> within(t, 2, 3) ? voice(t) : 0), 2, 3);
    }

    @Test
    void levels_are_those_of_the_sound() {
        double rms = -3.01;
        SoundReport report =
                report(RATE, 2, t -> (t < 1 ? 1 : 0.1) * Math.sin(2 * Math.PI * 1_000 * t) * 0.999);
        assertEquals(100, report.level().intervalMs());
        assertEquals(20, report.level().rms().size());
        for (int i = 0; i < 20; i++) {
            assertEquals(i < 10 ? rms : rms - 20, report.level().rms().get(i), 0.11);
        }
        assertEquals(0, report.level().peak(), 0.05);
        assertEquals(10 * Math.log10(0.2525), report.level().mean(), 0.1);
        assertEquals(-120f, report(RATE, 1, t -> 0).level().peak());
    }

    @Test
    void the_waveform_shows_where_it_is_loud() {
        SoundReport report = report(RATE, 4, t -> t < 2 ? 0.5 : -0.25);
        float[] highest = report.waveform().highest();
        float[] lowest = report.waveform().lowest();
        assertEquals(2_000, highest.length);
        assertEquals(2_000, lowest.length);
        for (int i = 0; i < 2_000; i++) {
            assertEquals(i < 1_000 ? 0.5f : -0.25f, highest[i], "bucket " + i);
            assertEquals(highest[i], lowest[i]);
        }
        assertEquals(5, report(4_000, 5 / 4_000.0, t -> 0.5).waveform().highest().length);
    }

    @Test
    void of_hours_the_report_is_not_longer_than_of_one() {
        int rate = 4_000;
        WavFormat format = new WavFormat(Encoding.PCM_8, rate, 1, 5L * 3_600 * rate);
        SoundMeter meter = new SoundMeter(format);
        float[] second = new float[rate];
        for (int s = 0; s < 5 * 3_600; s++) {
            for (int i = 0; i < rate; i++) {
                second[i] = s % 2 == 0 ? (i % 2 - 0.5f) / 2 : 0.0005f;
            }
            meter.hear(second, rate);
        }
        meter.finish();
        SoundReport report = Analysis.report(meter, Analysis.level(meter));
        assertEquals(500, report.level().intervalMs());
        assertEquals(36_000, report.level().rms().size());
        assertTrue(report.segments().size() <= 10_001, () -> "" + report.segments().size());
        assertEquals(18_000, report.audio().durationSeconds());
    }
}
