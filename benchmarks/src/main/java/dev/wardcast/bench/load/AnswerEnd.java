package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;

/**
 * Where an HTTP answer ends, found without making text of it: there are many thousands a second.
 */
final class AnswerEnd {

    private static final byte[] LENGTH = "content-length:".getBytes(ISO_8859_1);
    private static final int TO_LOWER_CASE = 0x20;

    private AnswerEnd() {}

    /**
     * @param count how many bytes have come
     * @return how many belong to the first answer, or 0 while it is not all there
     * @throws IOException for an answer that does not say how long it is
     */
    static int of(byte[] bytes, int count) throws IOException {
        int length = -1;
        for (int at = 0; at < count; ) {
            int end = endOfLine(bytes, at, count);
            if (end < 0) {
                return 0;
            }
            if (end == at + 1) {
                if (length < 0) {
                    throw new IOException(
                            "an answer without content-length:\n"
                                    + new String(bytes, 0, count, ISO_8859_1));
                }
                return end + 1 + length <= count ? end + 1 + length : 0;
            }
            if (isLength(bytes, at, end)) {
                String digits =
                        new String(bytes, at + LENGTH.length, end - at - LENGTH.length, ISO_8859_1);
                length = Integer.parseInt(digits.strip());
            }
            at = end + 1;
        }
        return 0;
    }

    private static int endOfLine(byte[] bytes, int from, int count) {
        for (int at = from; at < count; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static boolean isLength(byte[] bytes, int from, int end) {
        if (end - from < LENGTH.length) {
            return false;
        }
        for (int i = 0; i < LENGTH.length; i++) {
            byte given = bytes[from + i];
            if (given != LENGTH[i] && (given | TO_LOWER_CASE) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }
}
