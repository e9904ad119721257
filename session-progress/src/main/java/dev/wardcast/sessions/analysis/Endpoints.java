package dev.wardcast.sessions.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * Where speech begins and ends, by its energy: L. R. Rabiner and M. R. Sambur, "An Algorithm for
 * Determining the Endpoints of Isolated Utterances", Bell System Technical Journal 54(2), 1975, pp.
 * 297–315, without the refinement by zero crossings.
 *
 * <p>From the lowest and the highest mean magnitude of 10 ms follow two thresholds. Speech begins
 * where the lower one is passed on the way to the upper one, and ends where it is undercut; what
 * never reaches the upper one is background.
 *
 * <p>Ours: the background is the level that a tenth of the frames stay below, because recordings of
 * sessions may begin with a word, where the paper takes the first 100 ms; pauses shorter than
 * {@link #SHORTEST_PAUSE} belong to the speech around them, and bursts shorter than {@link
 * #SHORTEST_SPEECH} are clicks.
 */
final class Endpoints {

    /** Frames; the stop in the middle of a word is shorter. */
    static final int SHORTEST_PAUSE = 30;

    /** Frames; no syllable is shorter. */
    static final int SHORTEST_SPEECH = 10;

    /** A microphone in a silent room; the paper's figures are meaningless below. */
    private static final double QUIETEST_BACKGROUND = 3.2e-4;

    private static final double BACKGROUND_PART = 0.1;

    /** So many that a result stays a document; of more, longer pauses are bridged. */
    private static final int MOST_SPEECH = 5_000;

    private final Levels magnitudes;
    private final short background;
    private final short lower;
    private final short upper;

    Endpoints(Levels magnitudes) {
        this.magnitudes = magnitudes;
        this.background = magnitudes.quantile(BACKGROUND_PART);
        double lowest = Math.max(QUIETEST_BACKGROUND, Decibels.amplitude(background));
        double highest = Math.max(lowest, Decibels.amplitude(magnitudes.highest()));
        double itl = Math.min(0.03 * (highest - lowest) + lowest, 4 * lowest);
        this.lower = Decibels.of(itl);
        this.upper = Decibels.of(5 * itl);
    }

    short background() {
        return background;
    }

    short lower() {
        return lower;
    }

    short upper() {
        return upper;
    }

    /** Frames from and to, the latter not included. */
    private record Run(int from, int to) {
        int frames() {
            return to - from;
        }
    }

    /** Speech and silence in turn, from the beginning to the end. */
    List<Segment> segments(double seconds) {
        List<Run> found = runs();
        int pause = SHORTEST_PAUSE;
        List<Run> speech = speech(found, pause);
        while (speech.size() > MOST_SPEECH) {
            pause *= 2;
            speech = speech(found, pause);
        }
        List<Segment> segments = new ArrayList<>();
        double at = 0;
        for (Run run : speech) {
            double from = seconds(run.from());
            if (from > at) {
                segments.add(new Segment(Segment.SILENCE, at, from));
            }
            // The last frame may be shorter than the others.
            at = Math.min(seconds, seconds(run.to()));
            segments.add(new Segment(Segment.SPEECH, from, at));
        }
        if (at < seconds) {
            segments.add(new Segment(Segment.SILENCE, at, seconds));
        }
        return segments;
    }

    private static double seconds(int frame) {
        return (double) frame / SoundMeter.FRAMES_A_SECOND;
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        int from = -1;
        boolean reached = false;
        for (int i = 0; i < magnitudes.size(); i++) {
            short level = magnitudes.get(i);
            if (level > lower) {
                from = from < 0 ? i : from;
                reached |= level > upper;
            } else {
                if (reached) {
                    runs.add(new Run(from, i));
                }
                from = -1;
                reached = false;
            }
        }
        if (reached) {
            runs.add(new Run(from, magnitudes.size()));
        }
        return runs;
    }

    private static List<Run> speech(List<Run> runs, int shortestPause) {
        List<Run> bridged = new ArrayList<>();
        for (Run run : runs) {
            if (!bridged.isEmpty() && run.from() - bridged.getLast().to() < shortestPause) {
                bridged.add(new Run(bridged.removeLast().from(), run.to()));
            } else {
                bridged.add(run);
            }
        }
        return bridged.stream().filter(run -> run.frames() >= SHORTEST_SPEECH).toList();
    }
}
