package dev.wardcast.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A WAV file of any length that is made while it is read: 8 kHz, mono, 16 bit. */
public final class Recording extends InputStream {

    private static final int HEADER = 44;

    private final byte[] header;
    private final long length;
    private long position;

    public Recording(long length) {
        this.length = length;
        this.header =
                ByteBuffer.allocate(HEADER)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put("RIFF".getBytes(US_ASCII))
                        .putInt((int) (length - 8))
                        .put("WAVEfmt ".getBytes(US_ASCII))
                        .putInt(16)
                        .putShort((short) 1)
                        .putShort((short) 1)
                        .putInt(8000)
                        .putInt(16000)
                        .putShort((short) 2)
                        .putShort((short) 16)
                        .put("data".getBytes(US_ASCII))
                        .putInt((int) (length - HEADER))
                        .array();
    }

    /** How much of it was read. */
    public long position() {
        return position;
    }

    @Override
    public int read() {
        if (position == length) {
            return -1;
        }
        int value = position < HEADER ? header[(int) position] : (int) (position * 31 >> 3);
        position++;
        return value & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int most) {
        int read = 0;
        for (int value; read < most && (value = read()) >= 0; read++) {
            into[offset + read] = (byte) value;
        }
        return read == 0 && most > 0 ? -1 : read;
    }
}
