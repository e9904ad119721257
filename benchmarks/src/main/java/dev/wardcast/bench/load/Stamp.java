package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The event that is sent: an alert as JSON, as long as is asked for, whose last field has the time
 * of sending ({@code System.nanoTime}, 16 hexadecimal digits) and its number (8). Fixed places, so
 * that reading them costs next to nothing; and no character that JSON would write otherwise, so
 * that it is as well the text of a message.
 */
public final class Stamp {

    /** Eight bytes: one comparison tells whether a stamp is where the last one was. */
    private static final String MARK = "wc-sent:";

    private static final int TIME_DIGITS = 16;
    private static final String BETWEEN = ":n:";
    private static final int NUMBER_DIGITS = 8;
    private static final String END = "\"}";
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private static final int TIME = MARK.length();
    private static final int NUMBER = TIME + TIME_DIGITS + BETWEEN.length();

    /** From the mark to the end of the number. */
    static final int LENGTH = NUMBER + NUMBER_DIGITS;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long MARK_AS_LONG =
            MemorySegment.ofArray(MARK.getBytes(US_ASCII)).get(LONG, 0);

    private final byte[] template;

    /**
     * @param size of the event's data in bytes, at least 150
     */
    public Stamp(int size) {
        String head =
                """
                {"event":"alert","alert_id":"0193b3c0-7d5e-7b1a-9c7e-3f2d5a6b8c9d","tier":"WARNING","note":"\
                """;
        String tail =
                "\",\"stamp\":\""
                        + MARK
                        + "0".repeat(TIME_DIGITS)
                        + BETWEEN
                        + "0".repeat(NUMBER_DIGITS)
                        + END;
        int padding = size - head.length() - tail.length();
        if (padding < 0) {
            throw new IllegalArgumentException(
                    "size: " + size + " (expected: at least " + (size - padding) + ")");
        }
        template = (head + "x".repeat(padding) + tail).getBytes(US_ASCII);
    }

    public byte[] event(long nanoTime, int number) {
        byte[] event = template.clone();
        int mark = event.length - END.length() - LENGTH;
        write(event, mark + TIME, TIME_DIGITS, nanoTime);
        write(event, mark + NUMBER, NUMBER_DIGITS, number);
        return event;
    }

    /** The stamp of an event alone: text that is the same in JSON. */
    public static String of(byte[] event) {
        int mark = event.length - END.length() - LENGTH;
        return new String(event, mark, LENGTH, US_ASCII);
    }

    private static void write(byte[] target, int at, int digits, long value) {
        for (int i = digits - 1; i >= 0; i--) {
            target[at + i] = HEX[(int) (value & 15)];
            value >>>= 4;
        }
    }

    static boolean isAt(MemorySegment buffer, int at) {
        return buffer.get(LONG, at) == MARK_AS_LONG;
    }

    static long time(MemorySegment buffer, int at) {
        return read(buffer, at + TIME, TIME_DIGITS);
    }

    static int number(MemorySegment buffer, int at) {
        return (int) read(buffer, at + NUMBER, NUMBER_DIGITS);
    }

    private static long read(MemorySegment buffer, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            int b = buffer.get(ValueLayout.JAVA_BYTE, i);
            // '0' to '9' end in their value, 'a' to 'f' in 1 to 6.
            value = value << 4 | (b & 15) + (b >> 6) * 9;
        }
        return value;
    }
}
