package dev.wardcast.kit.crypto;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The written form of what is sealed.
 *
 * @param key id of the key that it was sealed with
 */
record SealedText(String key, byte[] bytes) {

    /** What a key may be called. No dot: that is what stands behind it. */
    static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private static final String PREFIX = "v1.";

    /** Without a pattern for the whole: a message's text is asked on each gateway. */
    static Optional<SealedText> parse(String text) {
        int end = text.indexOf('.', PREFIX.length());
        if (!text.startsWith(PREFIX) || end < 0) {
            return Optional.empty();
        }
        String key = text.substring(PREFIX.length(), end);
        String sealed = text.substring(end + 1);
        if (!KEY_ID.matcher(key).matches() || sealed.isEmpty() || sealed.endsWith("=")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SealedText(key, Base64.getUrlDecoder().decode(sealed)));
        } catch (IllegalArgumentException cutOff) {
            return Optional.empty();
        }
    }

    String text() {
        return PREFIX + key + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return PREFIX + key;
    }
}
