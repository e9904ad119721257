package dev.wardcast.sessions.analysis;

import dev.wardcast.sessions.wav.WavFormat;

/**
 * Listens once, from the first sample to the last, and keeps what everything else is told from:
 * some bytes for each 10 ms.
 */
public final class SoundMeter {

    /** Frames of 10 ms, as the detection of speech is defined for. */
    static final int FRAMES_A_SECOND = 100;

    /** Levels are told for 100 ms. */
    private static final int FRAMES_OF_LEVEL = 10;

    private final WavFormat format;
    private final Levels magnitudes = new Levels();
    private final Levels levels = new Levels();
    private final Waveform waveform;

    private long samples;
    private long frameEnd;
    private long framesSeen;
    private double frameMagnitude;
    private double levelEnergy;
    private double energy;
    private long frameBegin;
    private long levelBegin;
    private float peak;

    public SoundMeter(WavFormat format) {
        this.format = format;
        this.waveform = new Waveform(format.frames());
        this.frameEnd = end(0);
    }

    /**
     * @param sound numbers from -1 to 1, the next ones of the recording
     * @param count how many of them count
     */
    public void hear(float[] sound, int count) {
        for (int i = 0; i < count; i++) {
            float value = sound[i];
            float magnitude = Math.abs(value);
            waveform.add(value);
            peak = Math.max(peak, magnitude);
            frameMagnitude += magnitude;
            levelEnergy += (double) value * value;
            if (++samples == frameEnd) {
                endFrame();
            }
        }
    }

    /** To be called once behind the last sample. */
    public void finish() {
        if (samples > frameBegin) {
            endFrame();
        }
        if (samples > levelBegin) {
            endLevel();
        }
        waveform.finish();
    }

    private void endFrame() {
        magnitudes.add(Decibels.of(frameMagnitude / (samples - frameBegin)));
        frameMagnitude = 0;
        frameBegin = samples;
        framesSeen++;
        frameEnd = end(framesSeen);
        if (framesSeen % FRAMES_OF_LEVEL == 0) {
            endLevel();
        }
    }

    private void endLevel() {
        levels.add(Decibels.of(Math.sqrt(levelEnergy / (samples - levelBegin))));
        energy += levelEnergy;
        levelEnergy = 0;
        levelBegin = samples;
    }

    /** Rates such as 11,025 don't divide by a hundred; the frames stay in step all the same. */
    private long end(long frame) {
        return (frame + 1) * format.sampleRate() / FRAMES_A_SECOND;
    }

    /** Mean magnitudes of frames of 10 ms. */
    Levels magnitudes() {
        return magnitudes;
    }

    /** RMS of stretches of 100 ms. */
    Levels levels() {
        return levels;
    }

    Waveform waveform() {
        return waveform;
    }

    short peak() {
        return Decibels.of(peak);
    }

    /** RMS of everything. */
    short mean() {
        return Decibels.of(Math.sqrt(energy / Math.max(1, samples)));
    }

    WavFormat format() {
        return format;
    }
}
