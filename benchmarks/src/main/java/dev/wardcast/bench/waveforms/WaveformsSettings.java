package dev.wardcast.bench.waveforms;

import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param streams how many at a time, each with one viewer; rising
 * @param warmUp before each measurement
 */
record WaveformsSettings(int rounds, List<Integer> streams, Duration warmUp, Duration measured) {

    /** Samples a second of each lead, as in MIT-BIH. */
    static final int RATE = 360;

    /** A frame each 100 ms. */
    static final int FRAMES_PER_SECOND = 10;

    WaveformsSettings {
        streams = List.copyOf(streams);
    }
}
