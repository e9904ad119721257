package dev.wardcast.sessions.wav;

/**
 * What a recording is made of.
 *
 * @param sampleRate frames a second, {@value #LOWEST_RATE} to {@value #HIGHEST_RATE}
 * @param channels samples in a frame, 1 or 2
 * @param frames how many the header promises, at least 1
 */
public record WavFormat(Encoding encoding, int sampleRate, int channels, long frames) {

    static final int LOWEST_RATE = 4_000;
    static final int HIGHEST_RATE = 384_000;

    int frameBytes() {
        return encoding.bytes() * channels;
    }

    public double seconds() {
        return (double) frames / sampleRate;
    }
}
