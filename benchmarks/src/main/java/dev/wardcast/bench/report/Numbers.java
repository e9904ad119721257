package dev.wardcast.bench.report;

import java.util.Locale;

/** Numbers for people: three digits are as many as a measurement is worth. */
public final class Numbers {

    private Numbers() {}

    public static String of(double value) {
        double size = Math.abs(value);
        String pattern = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        double rounded = size >= 1_000 ? toThreeDigits(value) : value;
        return String.format(Locale.ROOT, pattern, rounded);
    }

    private static double toThreeDigits(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
        return Math.round(value / unit) * unit;
    }
}
