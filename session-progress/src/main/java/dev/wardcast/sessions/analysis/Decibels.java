package dev.wardcast.sessions.analysis;

/** Levels in hundredths of a decibel relative to full scale (dBFS), as they are kept in memory. */
final class Decibels {

    /** Digital silence, and whatever is below any microphone. */
    static final short SILENCE = -12_000;

    private Decibels() {}

    /**
     * @param amplitude 0 to 1
     */
    static short of(double amplitude) {
        return amplitude <= 1e-6 ? SILENCE : (short) Math.round(2_000 * Math.log10(amplitude));
    }

    static double amplitude(short level) {
        return level <= SILENCE ? 0 : Math.pow(10, level / 2_000.0);
    }

    /** In dBFS, to a tenth. */
    static float rounded(short level) {
        return Math.round(level / 10f) / 10f;
    }
}
