package dev.wardcast.vitals.intake;

/** What a client sent, as far as it may be said back to it. */
public final class Quoted {

    private static final int LONGEST = 80;

    private Quoted() {}

    /** One line without control characters, cut at {@value #LONGEST} characters. */
    public static String text(String raw) {
        String start = raw.length() <= LONGEST ? raw : raw.substring(0, LONGEST) + "…";
        return start.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\u2028\u2029]+", " ").strip();
    }

    /** Without {@code .0} where it is whole. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
