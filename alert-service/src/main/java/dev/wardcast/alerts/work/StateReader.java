package dev.wardcast.alerts.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateBytes} wrote. */
final class StateReader {

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

    boolean isPresent() {
        return small() == 1;
    }
}
