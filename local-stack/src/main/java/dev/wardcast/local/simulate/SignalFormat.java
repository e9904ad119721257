package dev.wardcast.local.simulate;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the samples lie in a signal file: signal(5) of the WFDB Applications Guide. */
enum SignalFormat {
    /** Two bytes a sample, low byte first, two's complement. */
    FORMAT_16(16, -32_768) {
        @Override
        long bytes(long samples) {
            return samples * 2;
        }

        @Override
        int sample(byte[] data, int from, int index) {
            int at = from + index * 2;
            return (short) ((data[at] & 0xFF) | data[at + 1] << 8);
        }
    },

    /** One byte a sample, 128 added. */
    FORMAT_80(80, -128) {
        @Override
        long bytes(long samples) {
            return samples;
        }

        @Override
        int sample(byte[] data, int from, int index) {
            return (data[from + index] & 0xFF) - 128;
        }
    },

    /** Three bytes for two samples of twelve bits; the middle byte has the high bits of both. */
    FORMAT_212(212, -2_048) {
        @Override
        long bytes(long samples) {
            return samples / 2 * 3 + samples % 2 * 2;
        }

        @Override
        int sample(byte[] data, int from, int index) {
            int at = from + index / 2 * 3;
            int twelve =
                    index % 2 == 0
                            ? (data[at] & 0xFF) | (data[at + 1] & 0x0F) << 8
                            : (data[at + 2] & 0xFF) | (data[at + 1] & 0xF0) << 4;
            return twelve << 20 >> 20;
        }
    };

    private final int code;
    private final int missing;

    SignalFormat(int code, int missing) {
        this.code = code;
        this.missing = missing;
    }

    static Optional<SignalFormat> ofCode(int code) {
        return Arrays.stream(values()).filter(format -> format.code == code).findFirst();
    }

    static String known() {
        return Arrays.stream(values())
                .map(format -> Integer.toString(format.code))
                .collect(Collectors.joining(", "));
    }

    int code() {
        return code;
    }

    /** The value that stands for "not measured". */
    int missing() {
        return missing;
    }

    /** How many bytes that many samples take. */
    abstract long bytes(long samples);

    /** The sample with that index, counted over all signals of the file. */
    abstract int sample(byte[] data, int from, int index);
}
