package dev.wardcast.sessions.wav;

/** How one sample is written, little-endian. */
public enum Encoding {
    /** Unsigned, as only WAV's 8 bits are: 128 is silence. */
    PCM_8(1) {
        @Override
        float at(byte[] bytes, int i) {
            return ((bytes[i] & 0xff) - 128) / 128f;
        }
    },
    PCM_16(2) {
        @Override
        float at(byte[] bytes, int i) {
            return (short) (bytes[i] & 0xff | bytes[i + 1] << 8) / 32_768f;
        }
    },
    PCM_24(3) {
        @Override
        float at(byte[] bytes, int i) {
            int value = bytes[i] & 0xff | (bytes[i + 1] & 0xff) << 8 | bytes[i + 2] << 16;
            return value / 8_388_608f;
        }
    },
    PCM_32(4) {
        @Override
        float at(byte[] bytes, int i) {
            return word(bytes, i) / 2_147_483_648f;
        }
    },
    /** What is no number counts as silence, so that one of them does not spoil every figure. */
    FLOAT_32(4) {
        @Override
        float at(byte[] bytes, int i) {
            float value = Float.intBitsToFloat(word(bytes, i));
            return Float.isFinite(value) ? Math.clamp(value, -1f, 1f) : 0f;
        }
    };

    private final int bytes;

    Encoding(int bytes) {
        this.bytes = bytes;
    }

    public int bits() {
        return bytes * 8;
    }

    int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return this == FLOAT_32;
    }

    /** The sample that begins there, from -1 to 1. */
    abstract float at(byte[] bytes, int index);

    private static int word(byte[] bytes, int i) {
        return bytes[i] & 0xff
                | (bytes[i + 1] & 0xff) << 8
                | (bytes[i + 2] & 0xff) << 16
                | bytes[i + 3] << 24;
    }
}
