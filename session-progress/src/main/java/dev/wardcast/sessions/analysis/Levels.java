package dev.wardcast.sessions.analysis;

import java.util.Arrays;

/** Levels of equally long stretches, two bytes each: an hour of 10 ms takes 720 KB. */
final class Levels {

    private short[] values = new short[1_024];
    private int size;

    void add(short level) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + size / 2);
        }
        values[size++] = level;
    }

    int size() {
        return size;
    }

    short get(int index) {
        return values[index];
    }

    /** {@link Decibels#SILENCE} if there is none. */
    short highest() {
        short highest = Decibels.SILENCE;
        for (int i = 0; i < size; i++) {
            highest = (short) Math.max(highest, values[i]);
        }
        return highest;
    }

    /**
     * The level that this part of all stretches do not exceed; counted rather than sorted, since
     * there may be millions.
     *
     * @param part 0 to 1
     */
    short quantile(double part) {
        int[] counts = new int[1 - Decibels.SILENCE];
        for (int i = 0; i < size; i++) {
            counts[Math.clamp(values[i] - Decibels.SILENCE, 0, counts.length - 1)]++;
        }
        long wanted = Math.max(1, Math.round(part * size));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return (short) (i + Decibels.SILENCE);
            }
        }
        return 0;
    }
}
