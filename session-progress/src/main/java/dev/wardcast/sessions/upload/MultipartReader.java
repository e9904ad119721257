package dev.wardcast.sessions.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.kit.problem.ProblemException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code multipart/form-data} body (RFC 7578) one part after the other, in whatever order
 * the sender chose. Holds {@value #BUFFER} bytes, however long a part is: the framework's own
 * binding keeps a part in memory until the other arguments have arrived.
 *
 * <p>Not safe for use by several threads. A malformed body is refused with 400.
 */
final class MultipartReader {

    static final int BUFFER = 64 * 1024;
    static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int MOST_HEADERS = 20;
    private static final int MOST_PARTS = 50;

    private final InputStream in;

    /** What stands before and after each part: line break, two hyphens, boundary. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private int parts;
    private boolean partEnded = true;
    private boolean bodyEnded;

    /**
     * @param boundary as in the content type, without quotes
     */
    MultipartReader(InputStream in, @Nullable String boundary) {
        if (boundary == null
                || boundary.isEmpty()
                || boundary.length() > LONGEST_BOUNDARY
                || !boundary.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw malformed("boundary (expected: 1 to 70 ASCII characters)");
        }
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(US_ASCII);
        // So that the first boundary, which begins the body, is like all others.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
    }

    /**
     * A part of the form.
     *
     * @param content valid until the next part is asked for; closing it closes nothing
     */
    record Part(String name, InputStream content) {}

    /**
     * @return {@code null} at the end; what was left of the part before is skipped
     */
    @Nullable Part next() throws IOException {
        if (bodyEnded) {
            return null;
        }
        if (parts == 0) {
            // A preamble means nothing, and ends as a part does.
            partEnded = false;
        }
        new Content().skipAll();
        String afterDelimiter = line();
        if (afterDelimiter.startsWith("--")) {
            bodyEnded = true;
            return null;
        }
        if (!afterDelimiter.isBlank()) {
            throw malformed("text behind a boundary");
        }
        if (++parts > MOST_PARTS) {
            throw malformed("more than " + MOST_PARTS + " parts");
        }
        String name = headers();
        partEnded = false;
        return new Part(name, new Content());
    }

    /** Reads the headers of a part; only its name counts. */
    private String headers() throws IOException {
        String name = null;
        for (int i = 0; i <= MOST_HEADERS; i++) {
            String line = line();
            if (line.isEmpty()) {
                if (name == null) {
                    throw malformed("a part without a name");
                }
                return name;
            }
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().equalsIgnoreCase("Content-Disposition")) {
                name = HeaderParameters.find(line.substring(colon + 1), "form-data", "name");
            }
        }
        throw malformed("a part with more than " + MOST_HEADERS + " headers");
    }

    /** Up to the next line break or, behind the last boundary, the end. */
    private String line() throws IOException {
        int end = position;
        while (true) {
            if (end == limit) {
                if (end - position > LONGEST_LINE) {
                    throw malformed("a line of more than " + LONGEST_LINE + " bytes");
                }
                int before = position;
                if (!fill()) {
                    return take(limit, limit);
                }
                end -= before - position;
            } else if (buffer[end] == '\n') {
                boolean withReturn = end > position && buffer[end - 1] == '\r';
                return take(withReturn ? end - 1 : end, end + 1);
            } else {
                end++;
            }
        }
    }

    private String take(int end, int next) {
        String text = new String(buffer, position, end - position, ISO_8859_1);
        position = next;
        return text;
    }

    /** Makes room and reads more; {@code false} at the end of the body. */
    private boolean fill() throws IOException {
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            return false;
        }
        limit += read;
        return true;
    }

    /** Where the delimiter begins from the position on; -1 if it is not (whole) in the buffer. */
    private int delimiterInBuffer() {
        for (int i = position; i <= limit - delimiter.length; i++) {
            if (buffer[i] == '\r'
                    && Arrays.equals(
                            buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private static ProblemException malformed(String what) {
        return ProblemException.badRequest(
                "malformed_multipart", "multipart body: " + what + " (expected: RFC 7578)");
    }

    /** The bytes up to the next delimiter. */
    private final class Content extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int ready = ready();
            if (ready < 0) {
                return -1;
            }
            int taken = Math.min(ready, length);
            System.arraycopy(buffer, position, into, offset, taken);
            position += taken;
            return taken;
        }

        /** Bytes that surely belong to the part; -1 when it is at its end. */
        private int ready() throws IOException {
            while (!partEnded) {
                int found = delimiterInBuffer();
                if (found == position) {
                    position += delimiter.length;
                    partEnded = true;
                } else if (found > position) {
                    return found - position;
                } else if (limit - position >= delimiter.length) {
                    // The last bytes may be the beginning of a delimiter.
                    return limit - position - delimiter.length + 1;
                } else if (!fill()) {
                    throw new EOFException("the body ended within a part");
                }
            }
            return -1;
        }

        void skipAll() throws IOException {
            for (int ready = ready(); ready >= 0; ready = ready()) {
                position += ready;
            }
        }
    }
}
