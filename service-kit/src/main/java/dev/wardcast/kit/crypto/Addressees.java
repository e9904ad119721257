package dev.wardcast.kit.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

/**
 * The rooms that one sealed event is for, as digests of 48 bits: short enough to travel with each
 * copy, and long enough that whoever moves the event to another room has no chance in 2⁴⁰ that it
 * opens there.
 */
final class Addressees {

    private static final int DIGEST_BYTES = 6;

    private final byte[] digests;

    private Addressees(byte[] digests) {
        this.digests = digests;
    }

    static Addressees of(Collection<String> rooms) {
        byte[] digests = new byte[rooms.size() * DIGEST_BYTES];
        int at = 0;
        for (String room : rooms) {
            System.arraycopy(digest(room), 0, digests, at, DIGEST_BYTES);
            at += DIGEST_BYTES;
        }
        return new Addressees(digests);
    }

    /** Empty if it was not written by {@link #text}. */
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

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digests);
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
