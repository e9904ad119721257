package dev.wardcast.kit.access;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Secrets are looked up by their digest: nobody reads them from a table, a cache or Redis. */
public final class Digests {

    private Digests() {}

    /** SHA-256 in lower-case hex; for random secrets only, never for passwords. */
    public static String sha256Hex(byte[] secret) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
