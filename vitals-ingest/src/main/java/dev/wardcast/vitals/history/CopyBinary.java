package dev.wardcast.vitals.history;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.postgresql.util.ByteStreamWriter;

/**
 * Rows in the binary format of COPY: a header, for each row the number of its fields, for each
 * field its length and its bytes, most significant first, and a trailer. See "Binary Format" in
 * PostgreSQL's reference of COPY.
 */
final class CopyBinary {

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(ISO_8859_1);

    /** From it PostgreSQL counts microseconds. */
    private static final long EPOCH_SECOND = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    private static final long MICROS = 1_000_000;

    private static final int USUAL_ROW = 160;
    private static final int NULL = -1;
    private static final int END = -1;

    private byte[] bytes;
    private int length;

    /**
     * @param rows how many are to come, about
     */
    CopyBinary(int rows) {
        bytes = new byte[SIGNATURE.length + 16 + rows * USUAL_ROW];
        raw(SIGNATURE);
        bits(0, Integer.BYTES);
        bits(0, Integer.BYTES);
    }

    CopyBinary row(int fields) {
        bits(fields, Short.BYTES);
        return this;
    }

    CopyBinary none() {
        bits(NULL, Integer.BYTES);
        return this;
    }

    CopyBinary int2(int value) {
        return field(value, Short.BYTES);
    }

    CopyBinary int8(long value) {
        return field(value, Long.BYTES);
    }

    CopyBinary float8(double value) {
        return field(Double.doubleToLongBits(value), Double.BYTES);
    }

    /** To the microsecond, never later than it was. */
    CopyBinary time(Instant value) {
        long seconds = value.getEpochSecond() - EPOCH_SECOND;
        return int8(Math.addExact(Math.multiplyExact(seconds, MICROS), value.getNano() / 1_000));
    }

    CopyBinary text(String value) {
        byte[] utf8 = value.getBytes(UTF_8);
        bits(utf8.length, Integer.BYTES);
        raw(utf8);
        return this;
    }

    /** All rows; nothing can be added any more. */
    ByteStreamWriter finish() {
        bits(END, Short.BYTES);
        return ByteStreamWriter.of(ByteBuffer.wrap(bytes, 0, length));
    }

    private CopyBinary field(long value, int size) {
        bits(size, Integer.BYTES);
        bits(value, size);
        return this;
    }

    private void bits(long value, int size) {
        room(size);
        for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    private void raw(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2 + more);
        }
    }
}
