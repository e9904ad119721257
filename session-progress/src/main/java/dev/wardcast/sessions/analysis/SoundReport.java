package dev.wardcast.sessions.analysis;

import dev.wardcast.sessions.wav.WavFormat;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.List;

/**
 * What the built-in pipeline finds out about a recording. Levels are dBFS.
 *
 * @param segments speech and silence in turn
 */
@Serdeable(naming = SnakeCaseStrategy.class)
public record SoundReport(
        Audio audio,
        Level level,
        Detection detection,
        double speechSeconds,
        double silenceSeconds,
        List<Segment> segments,
        Peaks waveform) {

    /**
     * @param encoding {@code pcm} or {@code float}
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Audio(
            double durationSeconds,
            int sampleRate,
            int channels,
            int bitsPerSample,
            String encoding) {}

    /**
     * @param rms of each stretch, -120 for silence
     * @param intervalMs length of a stretch: 100, and more for recordings of hours
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Level(float peak, float mean, int intervalMs, List<Float> rms) {}

    /** The thresholds that speech was told from silence by. */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Detection(float background, float lower, float upper) {}

    /**
     * @param lowest smallest sample of each of equally long stretches, -1 to 1
     * @param highest largest
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    public record Peaks(float[] lowest, float[] highest) {}

    /** How often somebody speaks. */
    public long partsOfSpeech() {
        return segments.stream().filter(Segment::speaks).count();
    }

    static Audio audio(WavFormat format) {
        return new Audio(
                Math.round(format.seconds() * 1_000) / 1_000.0,
                format.sampleRate(),
                format.channels(),
                format.encoding().bits(),
                format.encoding().isFloat() ? "float" : "pcm");
    }
}
