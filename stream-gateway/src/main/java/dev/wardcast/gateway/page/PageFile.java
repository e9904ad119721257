package dev.wardcast.gateway.page;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it is sent.
 *
 * @param type its media type
 * @param etag tells this content from any other, weakly: it may be sent compressed
 */
record PageFile(byte[] content, String type, String etag) {

    private static final int HALF_A_DIGEST = 16;

    static PageFile of(byte[] content, String type) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            String etag = HexFormat.of().formatHex(digest, 0, HALF_A_DIGEST);
            return new PageFile(content, type, "W/\"" + etag + "\"");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a client that has what {@code If-None-Match} names has this already. */
    boolean isAmong(String ifNoneMatch) {
        for (String one : ifNoneMatch.split(",")) {
            String known = one.strip();
            if (known.equals("*") || known.equals(etag) || etag.equals("W/" + known)) {
                return true;
            }
        }
        return false;
    }
}
