package dev.wardcast.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleUnaryOperator;

/** Makes WAV files. */
public record Wav(int tag, int bits, int rate, int channels, boolean extensible) {

    public static final int PCM = 1;
    public static final int FLOAT = 3;

    public static Wav pcm(int bits, int rate, int channels) {
        return new Wav(PCM, bits, rate, channels, false);
    }

    public static Wav floats(int rate, int channels) {
        return new Wav(FLOAT, 32, rate, channels, false);
    }

    public Wav asExtensible() {
        return new Wav(tag, bits, rate, channels, true);
    }

    /**
     * @param sound from seconds to -1…1; the same in each channel
     */
    public byte[] of(double seconds, DoubleUnaryOperator sound) {
        return file(format(), data(seconds, sound));
    }

    public static InputStream stream(byte[] file) {
        return new ByteArrayInputStream(file);
    }

    /** A file of these chunks, and one more that nobody knows, of an odd length. */
    public static byte[] file(byte[] format, byte[] data) {
        return joined(
                riff(),
                chunk("LIST", 3, new byte[4]),
                format.length == 0 ? format : chunk("fmt ", format.length, format),
                chunk("data", data.length, data));
    }

    public static byte[] riff() {
        return ByteBuffer.allocate(12)
                .put("RIFF".getBytes(US_ASCII))
                .putInt(0)
                .put("WAVE".getBytes(US_ASCII))
                .array();
    }

    /**
     * @param length what the chunk says
     * @param content what is there
     */
    public static byte[] chunk(String name, int length, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(US_ASCII))
                .putInt(length)
                .put(content)
                .array();
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public byte[] format() {
        int frame = channels * bits / 8;
        ByteBuffer format =
                ByteBuffer.allocate(extensible ? 40 : 16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) (extensible ? 0xfffe : tag))
                        .putShort((short) channels)
                        .putInt(rate)
                        .putInt(rate * frame)
                        .putShort((short) frame)
                        .putShort((short) bits);
        if (extensible) {
            format.putShort((short) 22)
                    .putShort((short) bits)
                    .putInt(0)
                    .putShort((short) tag)
                    .put(new byte[] {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0})
                    .put(new byte[] {0x38, (byte) 0x9b, 0x71});
        }
        return format.array();
    }

    public byte[] data(double seconds, DoubleUnaryOperator sound) {
        int frames = (int) Math.round(seconds * rate);
        ByteBuffer data =
                ByteBuffer.allocate(frames * channels * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < frames; i++) {
            for (int channel = 0; channel < channels; channel++) {
                put(data, sound.applyAsDouble((double) i / rate));
            }
        }
        return data.array();
    }

    private void put(ByteBuffer data, double value) {
        if (tag == FLOAT) {
            data.putFloat((float) value);
            return;
        }
        long scaled = Math.round(value * (Math.pow(2, bits - 1) - 1));
        if (bits == 8) {
            data.put((byte) (scaled + 128));
            return;
        }
        for (int shift = 0; shift < bits; shift += 8) {
            data.put((byte) (scaled >> shift));
        }
    }
}
