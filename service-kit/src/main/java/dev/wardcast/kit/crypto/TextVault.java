package dev.wardcast.kit.crypto;

import java.util.List;
import java.util.Optional;

/**
 * The one place where text is made unreadable and readable again. What is sealed is {@code v1.<key
 * id>.<base64url of nonce, text and tag>}: it says itself which key it needs.
 *
 * <p>A context binds a sealed text to where it stands ({@code message:018f…}), so that whoever can
 * write to the database can't pass one row's text off as another's. It is no secret, and it has to
 * be the same for both calls for ever. Safe for use by many threads; nothing blocks.
 */
public interface TextVault {

    /**
     * A vault with these keys, each {@code id:key}, 32 bytes in base64; the first one seals.
     *
     * @throws IllegalArgumentException if one of them is none
     */
    static TextVault with(String... keys) {
        return new AesVault(new VaultSettings(List.of(keys), null, null));
    }

    /**
     * Seals with the active key; never twice the same.
     *
     * @throws VaultException if there is no key
     */
    String seal(String clear, String context);

    /**
     * Opens with the key that is named inside, active or former.
     *
     * @throws VaultException if that key is not here, if the context is another, or if anything was
     *     changed. It quotes neither the text nor what was sealed
     */
    String open(String sealed, String context);

    /**
     * As {@link #open}, and a text that is not sealed as it is: for what was written before it was
     * sealed.
     */
    default String openOrClear(String text, String context) {
        return SealedText.parse(text).isPresent() ? open(text, context) : text;
    }

    /** Id of the key that seals now; empty if there is none. */
    Optional<String> activeKey();
}
