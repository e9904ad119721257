package dev.wardcast.kit.ids;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * UUIDs of version 7 (RFC 9562): milliseconds since 1970, then 74 random bits. Rows that are made
 * together stand together in an index; nobody guesses an id from another.
 */
public final class TimeOrderedIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private TimeOrderedIds() {}

    public static String next() {
        return at(System.currentTimeMillis(), RANDOM.nextLong(), RANDOM.nextLong()).toString();
    }

    static UUID at(long millis, long random, long moreRandom) {
        long high = (millis << 16) | 0x7000L | (random & 0x0FFFL);
        long low = 0x8000_0000_0000_0000L | (moreRandom & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }
}
