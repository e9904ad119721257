package dev.wardcast.sessions.analysis;

import dev.wardcast.sessions.analysis.SoundReport.Detection;
import dev.wardcast.sessions.analysis.SoundReport.Level;
import dev.wardcast.sessions.analysis.SoundReport.Peaks;
import java.util.ArrayList;
import java.util.List;

/** From what was heard to what is told. */
public final class Analysis {

    private static final int INTERVAL_MS = 100;

    /** An hour of 100 ms. Longer recordings get longer intervals. */
    private static final int MOST_LEVELS = 36_000;

    private Analysis() {}

    /** The course of the level. */
    public static Level level(SoundMeter heard) {
        Levels levels = heard.levels();
        int together = Math.ceilDiv(Math.max(1, levels.size()), MOST_LEVELS);
        List<Float> rms = new ArrayList<>(levels.size() / together + 1);
        for (int from = 0; from < levels.size(); from += together) {
            int to = Math.min(levels.size(), from + together);
            double energy = 0;
            for (int i = from; i < to; i++) {
                double amplitude = Decibels.amplitude(levels.get(i));
                energy += amplitude * amplitude;
            }
            rms.add(Decibels.rounded(Decibels.of(Math.sqrt(energy / (to - from)))));
        }
        return new Level(
                Decibels.rounded(heard.peak()),
                Decibels.rounded(heard.mean()),
                INTERVAL_MS * together,
                rms);
    }

    /** The whole report, with the level that was computed before. */
    public static SoundReport report(SoundMeter heard, Level level) {
        Endpoints endpoints = new Endpoints(heard.magnitudes());
        SoundReport.Audio audio = SoundReport.audio(heard.format());
        List<Segment> segments = endpoints.segments(audio.durationSeconds());
        double speech =
                segments.stream().filter(Segment::speaks).mapToDouble(Segment::seconds).sum();
        return new SoundReport(
                audio,
                level,
                new Detection(
                        Decibels.rounded(endpoints.background()),
                        Decibels.rounded(endpoints.lower()),
                        Decibels.rounded(endpoints.upper())),
                hundredths(speech),
                hundredths(audio.durationSeconds() - speech),
                segments,
                new Peaks(heard.waveform().lowest(), heard.waveform().highest()));
    }

    private static double hundredths(double seconds) {
        return Math.round(seconds * 100) / 100.0;
    }
}
