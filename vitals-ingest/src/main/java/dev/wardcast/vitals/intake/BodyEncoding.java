package dev.wardcast.vitals.intake;

import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the {@code Content-Encoding} of a body. The framework's own inflation is switched off: it
 * inflates on the event loop, and all that one read of the socket brought before it looks at the
 * limit, which lets a megabyte become a gigabyte.
 *
 * @param mostBytes of the inflated body; no more than one byte beyond it is ever made
 */
public record BodyEncoding(int mostBytes) {

    /**
     * @param encoding the header; {@code null} where there is none
     * @throws ProblemException 400 for what is not in that encoding, 413 for more than {@link
     *     #mostBytes}, 415 for any encoding but gzip
     */
    public byte @Nullable [] decode(byte @Nullable [] body, @Nullable String encoding) {
        if (encoding == null || body == null) {
            return body;
        }
        return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> inflate(body);
            default ->
                    throw ProblemException.of(
                                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                                    "unknown_encoding",
                                    "Content-Encoding: "
                                            + Quoted.text(encoding)
                                            + " (expected: gzip or none)")
                            .withHeader("Accept-Encoding", "gzip");
        };
    }

    private byte[] inflate(byte[] body) {
        try (GZIPInputStream inflated = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = inflated.readNBytes(mostBytes);
            if (inflated.read() >= 0) {
                throw ProblemException.of(
                        HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                        "body_too_large",
                        "The inflated body is larger than "
                                + mostBytes
                                + " bytes (expected: at most that)");
            }
            return bytes;
        } catch (IOException e) {
            throw ProblemException.badRequest(
                    "malformed_gzip", "The body is not a whole gzip stream (expected: one)");
        }
    }
}
