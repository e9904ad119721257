package dev.wardcast.alerts.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a state. Whole numbers take as many bytes as they need. */
final class StateBytes {

    private byte[] bytes = new byte[512];
    private int size;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /**
     * @param number 0 to 255
     */
    void small(int number) {
        if (number < 0 || number > 255) {
            throw new IllegalArgumentException(number + " (expected: 0 to 255)");
        }
        room(1);
        bytes[size++] = (byte) number;
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    void number(long number) {
        room(10);
        long left = number;
        while ((left & ~0x7FL) != 0) {
            bytes[size++] = (byte) (left & 0x7F | 0x80);
            left >>>= 7;
        }
        bytes[size++] = (byte) left;
    }

    void time(Instant time) {
        number(ChronoUnit.MICROS.between(Instant.EPOCH, time));
    }

    void timeOrNone(@Nullable Instant time) {
        present(time != null);
        if (time != null) {
            time(time);
        }
    }

    void value(double value) {
        room(8);
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        small(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    void present(boolean present) {
        small(present ? 1 : 0);
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
