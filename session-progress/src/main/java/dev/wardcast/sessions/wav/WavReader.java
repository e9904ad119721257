package dev.wardcast.sessions.wav;

import java.io.IOException;
import java.io.InputStream;

/**
 * The sound of a WAV file as one channel of numbers, block by block. Two channels become their
 * mean: who speaks into one microphone only is heard all the same. Not for several threads.
 */
public final class WavReader {

    /** Frames of a block; all that is ever held of a recording. */
    public static final int BLOCK = 8_192;

    private final InputStream in;
    private final WavFormat format;
    private final byte[] bytes;
    private long framesLeft;

    /**
     * Reads the header.
     *
     * @param in the file from its beginning; not closed here
     * @param fileBytes length of the whole file
     * @throws BrokenRecordingException if it is no recording that can be read
     */
    public WavReader(InputStream in, long fileBytes) throws IOException {
        this.in = in;
        this.format = WavHeader.read(in, fileBytes);
        this.bytes = new byte[BLOCK * format.frameBytes()];
        this.framesLeft = format.frames();
    }

    public WavFormat format() {
        return format;
    }

    /**
     * @param into gets numbers from -1 to 1; at least {@link #BLOCK} long
     * @return how many; 0 at the end
     * @throws BrokenRecordingException if there is less than the header promised
     */
    public int read(float[] into) throws IOException {
        int frames = (int) Math.min(BLOCK, framesLeft);
        int length = frames * format.frameBytes();
        if (in.readNBytes(bytes, 0, length) < length) {
            throw new BrokenRecordingException(
                    "The recording breaks off after %.1f of its %.1f seconds."
                            .formatted(
                                    (double) (format.frames() - framesLeft) / format.sampleRate(),
                                    format.seconds()));
        }
        framesLeft -= frames;
        Encoding encoding = format.encoding();
        int step = encoding.bytes();
        if (format.channels() == 1) {
            for (int i = 0, at = 0; i < frames; i++, at += step) {
                into[i] = encoding.at(bytes, at);
            }
        } else {
            for (int i = 0, at = 0; i < frames; i++, at += 2 * step) {
                into[i] = (encoding.at(bytes, at) + encoding.at(bytes, at + step)) / 2;
            }
        }
        return frames;
    }
}
