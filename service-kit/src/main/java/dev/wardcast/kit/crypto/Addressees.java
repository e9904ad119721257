package dev.wardcast.kit.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The rooms that one sealed event of the release before is for, as digests of 48 bits: long enough
 * that whoever moves the event to another room has no chance in 2⁴⁰ that it opens there.
 */
final class Addressees {

    private static final int DIGEST_BYTES = 6;

    private final byte[] digests;

    private Addressees(byte[] digests) {
        this.digests = digests;
    }

    /** Empty if it is none. */
    static Optional<Addressees> parse(String text) {
        try {
            byte[] digests = Base64.getUrlDecoder().decode(text);
            return digests.length % DIGEST_BYTES == 0
                    ? Optional.of(new Addressees(digests))
                    : Optional.empty();
        } catch (IllegalArgumentException changed) {
            return Optional.empty();
        }
    }

    boolean has(String room) {
        byte[] wanted = digest(room);
        for (int at = 0; at < digests.length; at += DIGEST_BYTES) {
            if (Arrays.equals(digests, at, at + DIGEST_BYTES, wanted, 0, DIGEST_BYTES)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] digest(String room) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(room.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
