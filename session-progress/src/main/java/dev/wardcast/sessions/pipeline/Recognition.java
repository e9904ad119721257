package dev.wardcast.sessions.pipeline;

import dev.wardcast.sessions.analysis.Analysis;
import dev.wardcast.sessions.analysis.SoundMeter;
import dev.wardcast.sessions.analysis.SoundReport;
import dev.wardcast.sessions.progress.Status;
import dev.wardcast.sessions.wav.BrokenRecordingException;
import dev.wardcast.sessions.wav.WavReader;
import java.io.IOException;
import java.io.InputStream;

/** Processes one recording, and says how far it is. */
final class Recognition {

    private static final int DECODED = 60;
    private static final int MEASURED = 80;

    private final Steps steps;

    Recognition(Steps steps) {
        this.steps = steps;
    }

    /** Whoever is told of the steps. */
    interface Steps {

        /**
         * May be left out if one was told just before.
         *
         * @param progress percent
         * @throws AbandonedException if the work is not wanted any more
         */
        void passing(Status status, int progress, String message);

        /** The same, and never left out. */
        void reached(Status status, int progress, String message);
    }

    /** The work is another's now, or this node ends. */
    static final class AbandonedException extends RuntimeException {
        AbandonedException(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * @param bytes length of the recording
     * @throws BrokenRecordingException if there is nothing to be found out
     * @throws IOException if the recording can't be had
     */
    SoundReport process(InputStream recording, long bytes) throws IOException {
        steps.reached(Status.DECODING, 1, "Reading the recording");
        SoundMeter meter = hear(new WavReader(recording, bytes));
        steps.reached(Status.ANALYSING, DECODED, "Measuring how loud it is");
        SoundReport.Level level = Analysis.level(meter);
        steps.reached(Status.SEGMENTING, MEASURED, "Telling speech from silence");
        return Analysis.report(meter, level);
    }

    private SoundMeter hear(WavReader reader) throws IOException {
        SoundMeter meter = new SoundMeter(reader.format());
        float[] block = new float[WavReader.BLOCK];
        long heard = 0;
        for (int count = reader.read(block); count > 0; count = reader.read(block)) {
            meter.hear(block, count);
            heard += count;
            int progress = 1 + (int) ((DECODED - 2) * heard / reader.format().frames());
            steps.passing(Status.DECODING, progress, "Reading the recording");
        }
        meter.finish();
        return meter;
    }
}
