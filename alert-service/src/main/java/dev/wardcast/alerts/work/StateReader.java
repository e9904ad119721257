package dev.wardcast.alerts.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateBytes} wrote. */
final class StateReader {

    /** Texts that very many states have in common. Threads may take turns at a place of it. */
    private static final String[] COMMON = new String[1 << 10];

    private final byte[] bytes;
    private int place;

    StateReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int small() {
        return bytes[place++] & 0xFF;
    }

    long number() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[place++];
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    Instant time() {
        return Instant.EPOCH.plus(number(), ChronoUnit.MICROS);
    }

    @Nullable Instant timeOrNone() {
        return isPresent() ? time() : null;
    }

    double value() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | bytes[place++] & 0xFF;
        }
        return Double.longBitsToDouble(bits);
    }

    String text() {
        int length = small();
        String text = new String(bytes, place, length, UTF_8);
        place += length;
        return text;
    }

    /** A text of which there are few, as the id of a rule: one object for all states. */
    String common() {
        int length = small();
        int hash = 0;
        for (int i = place; i < place + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = hash & COMMON.length - 1;
        String known = COMMON[slot];
        if (known == null || !isNext(known, length)) {
            known = new String(bytes, place, length, UTF_8);
            COMMON[slot] = known;
        }
        place += length;
        return known;
    }

    private boolean isNext(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            // What is not ASCII has no byte like its letters, and so is never taken for equal.
            if (text.charAt(i) != bytes[place + i]) {
                return false;
            }
        }
        return true;
    }

    boolean isPresent() {
        return small() == 1;
    }
}
