package dev.wardcast.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Secrets that machines keep: 256 random bits, so a plain digest of them is safe to store. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 43 characters that may stand in a header or in JSON. */
    public static String next() {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
