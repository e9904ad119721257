package dev.wardcast.vitals.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * By what a repeated Observation is recognised. Readings have a sequence number for that; so an
 * identifier becomes one.
 */
final class Identifiers {

    /** Whose identifier is the device's own sequence number, as in a post in our own format. */
    static final String SEQUENCE = "http://wardcast.dev/fhir/sequence";

    /**
     * Digests of identifiers begin here. Devices count from 0 and don't come so far; and 62 bits
     * are enough for two of a device's identifiers of a day not to meet.
     */
    private static final long FIRST_DIGEST = 1L << 62;

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private Identifiers() {}

    static boolean isSequence(long sequence) {
        return sequence < FIRST_DIGEST;
    }

    /**
     * The number by which this Observation counts once; empty if it has no identifier.
     *
     * @param changed it corrects another one that may have the same identifier, and must not be
     *     taken for its repeat: it counts once for its content
     */
    static OptionalLong sequence(Element observation, boolean changed) {
        List<Element> named =
                observation.all("identifier").stream()
                        .filter(identifier -> identifier.get("value").text() != null)
                        .toList();
        if (named.isEmpty()) {
            return OptionalLong.empty();
        }
        if (changed) {
            return OptionalLong.of(digest(String.valueOf(observation.value())));
        }
        for (Element identifier : named) {
            String value = String.valueOf(identifier.get("value").text());
            if (identifier.get("system").is(SEQUENCE) && NUMBER.matcher(value).matches()) {
                return OptionalLong.of(Long.parseLong(value));
            }
        }
        Element first = named.getFirst();
        // A system is a URI and has no space.
        return OptionalLong.of(
                digest(first.get("system").text() + " " + first.get("value").text()));
    }

    private static long digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return FIRST_DIGEST | (ByteBuffer.wrap(sha).getLong() & (FIRST_DIGEST - 1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
