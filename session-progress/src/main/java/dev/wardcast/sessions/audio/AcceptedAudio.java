package dev.wardcast.sessions.audio;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/** Lets a recording through while it is one that we take. What a sender calls it does not count. */
public final class AcceptedAudio {

    /** "RIFF", the length of the rest, "WAVE". */
    private static final int HEADER = 12;

    private AcceptedAudio() {}

    /**
     * Reads only the beginning.
     *
     * @param longest bytes; reading on behind them is refused with 413
     * @throws ProblemException with 415 unless it begins as a WAVE file does
     */
    public static InputStream of(InputStream upload, long longest) throws IOException {
        byte[] header = upload.readNBytes(HEADER);
        if (!is(header, 0, "RIFF") || !is(header, 8, "WAVE")) {
            throw ProblemException.of(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "not_wave",
                    "audio (expected: a WAV file, which begins with RIFF and WAVE)");
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(header), upload);
        return new LimitedStream(whole, longest, () -> tooLarge(longest));
    }

    private static boolean is(byte[] bytes, int from, String ascii) {
        if (bytes.length < from + ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static ProblemException tooLarge(long longest) {
        return ProblemException.of(
                HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                "audio_too_large",
                "audio (expected: at most %,d bytes)".formatted(longest));
    }
}
