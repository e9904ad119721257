package dev.wardcast.kit.crypto;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
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
    private static final Pattern FORM =
            Pattern.compile("v1\\.(" + KEY_ID.pattern() + ")\\.([A-Za-z0-9_-]+)");

    static Optional<SealedText> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SealedText(form.group(1), Base64.getUrlDecoder().decode(form.group(2))));
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
