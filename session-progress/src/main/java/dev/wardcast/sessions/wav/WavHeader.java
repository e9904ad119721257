package dev.wardcast.sessions.wav;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WAV file up to its first sample: RIFF chunks as in "Multimedia Programming Interface and
 * Data Specifications 1.0" (IBM and Microsoft, 1991), and WAVE_FORMAT_EXTENSIBLE as in "Multiple
 * Channel Audio Data and WAVE Files" (Microsoft, 2007).
 */
final class WavHeader {

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xfffe;

    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int SHORTEST_FORMAT = 16;
    private static final int EXTENSIBLE_FORMAT = 40;
    private static final int SUB_FORMAT = 24;

    /** A header that says more of the format than this is no header. */
    private static final int LONGEST_FORMAT = 1_024;

    /** Behind the two bytes that are the tag: what all sub-formats that we know share. */
    private static final byte[] SUB_FORMAT_REST = {
        0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
    };

    /** A recorder that writes while it records does not know the length yet, and says so. */
    private static final long UNKNOWN_LENGTH = 0xffff_ffffL;

    private final InputStream in;
    private final long fileBytes;
    private long position;

    private WavHeader(InputStream in, long fileBytes) {
        this.in = in;
        this.fileBytes = fileBytes;
    }

    /**
     * @param fileBytes length of the whole file
     * @return the stream then stands before the first sample
     * @throws BrokenRecordingException if it is no recording that can be read
     */
    static WavFormat read(InputStream in, long fileBytes) throws IOException {
        try {
            return new WavHeader(in, fileBytes).read();
        } catch (EOFException e) {
            throw new BrokenRecordingException(
                    "The file ends before any sound begins; it was probably cut off.");
        }
    }

    private WavFormat read() throws IOException {
        ByteBuffer riff = take(RIFF_HEADER);
        if (!name(riff, 0).equals("RIFF") || !name(riff, 8).equals("WAVE")) {
            throw new BrokenRecordingException("This is no WAV file.");
        }
        ByteBuffer format = null;
        while (true) {
            ByteBuffer chunk = take(CHUNK_HEADER);
            long length = Integer.toUnsignedLong(chunk.getInt(4));
            switch (name(chunk, 0)) {
                case "fmt " -> format = take(formatLength(length));
                case "data" -> {
                    return format(format, length);
                }
                default -> skip(length);
            }
            if (length % 2 != 0) {
                skip(1);
            }
        }
    }

    private static int formatLength(long length) {
        if (length < SHORTEST_FORMAT || length > LONGEST_FORMAT) {
            throw new BrokenRecordingException(
                    "The file's description of its sound is damaged (%,d bytes long)."
                            .formatted(length));
        }
        return (int) length;
    }

    private WavFormat format(@Nullable ByteBuffer format, long dataBytes) {
        if (format == null) {
            throw new BrokenRecordingException("The file does not say how its sound is written.");
        }
        int channels = Short.toUnsignedInt(format.getShort(2));
        long rate = Integer.toUnsignedLong(format.getInt(4));
        int frameBytes = Short.toUnsignedInt(format.getShort(12));
        int bits = Short.toUnsignedInt(format.getShort(14));
        Encoding encoding = encoding(tag(format), bits);
        if (channels < 1 || channels > 2) {
            throw new BrokenRecordingException(
                    "The recording has %d channels; one or two can be read.".formatted(channels));
        }
        if (rate < WavFormat.LOWEST_RATE || rate > WavFormat.HIGHEST_RATE) {
            throw new BrokenRecordingException(
                    "The recording claims %,d samples a second; from %,d to %,d can be read."
                            .formatted(rate, WavFormat.LOWEST_RATE, WavFormat.HIGHEST_RATE));
        }
        if (frameBytes != channels * encoding.bytes()) {
            throw new BrokenRecordingException(
                    "The file contradicts itself: %d channels of %d bits don't take %d bytes."
                            .formatted(channels, bits, frameBytes));
        }
        long there = fileBytes - position;
        boolean unknown = dataBytes == UNKNOWN_LENGTH || dataBytes == 0;
        long frames = (unknown ? there : dataBytes) / frameBytes;
        if (frames == 0) {
            throw new BrokenRecordingException("The recording has no sound in it.");
        }
        if (frames * frameBytes > there) {
            double bytesASecond = (double) rate * frameBytes;
            throw new BrokenRecordingException(
                    "The recording breaks off after %.1f of its %.1f seconds."
                            .formatted(there / bytesASecond, dataBytes / bytesASecond));
        }
        return new WavFormat(encoding, (int) rate, channels, frames);
    }

    private static int tag(ByteBuffer format) {
        int tag = Short.toUnsignedInt(format.getShort(0));
        if (tag != EXTENSIBLE) {
            return tag;
        }
        if (format.capacity() < EXTENSIBLE_FORMAT) {
            throw new BrokenRecordingException("The file's description of its sound is cut off.");
        }
        byte[] rest = new byte[SUB_FORMAT_REST.length];
        format.get(SUB_FORMAT + 2, rest);
        return Arrays.equals(rest, SUB_FORMAT_REST)
                ? Short.toUnsignedInt(format.getShort(SUB_FORMAT))
                : EXTENSIBLE;
    }

    private static Encoding encoding(int tag, int bits) {
        return switch (tag) {
            case PCM ->
                    switch (bits) {
                        case 8 -> Encoding.PCM_8;
                        case 16 -> Encoding.PCM_16;
                        case 24 -> Encoding.PCM_24;
                        case 32 -> Encoding.PCM_32;
                        default ->
                                throw new BrokenRecordingException(
                                        "The recording has samples of %d bits; 8, 16, 24 and 32 can be read."
                                                .formatted(bits));
                    };
            case FLOAT -> {
                if (bits != 32) {
                    throw new BrokenRecordingException(
                            "The recording has floating-point samples of %d bits; 32 can be read."
                                    .formatted(bits));
                }
                yield Encoding.FLOAT_32;
            }
            default ->
                    throw new BrokenRecordingException(
                            "The sound is compressed or of an unknown kind (0x%04X); uncompressed WAV can be read."
                                    .formatted(tag));
        };
    }

    private ByteBuffer take(int bytes) throws IOException {
        byte[] taken = in.readNBytes(bytes);
        if (taken.length < bytes) {
            throw new EOFException();
        }
        position += bytes;
        return ByteBuffer.wrap(taken).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void skip(long bytes) throws IOException {
        in.skipNBytes(bytes);
        position += bytes;
    }

    private static String name(ByteBuffer header, int at) {
        byte[] name = new byte[4];
        header.get(at, name);
        return new String(name, US_ASCII);
    }
}
