package dev.wardcast.access.keys;

import dev.wardcast.kit.crypto.AesKey;
import dev.wardcast.kit.crypto.TextVault;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How private keys stand in the database: encrypted and bound to their kid, so that one can't be
 * put in another's place. With a key of their own if there is one, otherwise with those of the
 * installation; without either as they are.
 */
@Singleton
final class KeyVault {

    private static final String BY_OWN_KEY = "aes-256-gcm:";
    private static final String BY_VAULT = "v1.";

    private final @Nullable AesKey key;
    private final @Nullable AesKey former;
    private final TextVault vault;

    /**
     * @throws IllegalArgumentException if one of the two is no key
     */
    @Inject
    KeyVault(KeySettings settings, TextVault vault) {
        this(settings.keyEncryptionKey(), settings.formerKeyEncryptionKey(), vault);
    }

    KeyVault(@Nullable String key, @Nullable String former, TextVault vault) {
        this.key = key("key-encryption-key", key);
        this.former = key("former-key-encryption-key", former);
        this.vault = vault;
    }

    private static @Nullable AesKey key(String setting, @Nullable String base64) {
        if (base64 == null || base64.isEmpty()) {
            return null;
        }
        return AesKey.of(base64)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "wardcast.access." + setting + " (expected: 32 bytes in base64)"));
    }

    String close(String kid, String jwk) {
        if (key != null) {
            return BY_OWN_KEY + Base64.getEncoder().encodeToString(key.seal(jwk, kid));
        }
        return vault.activeKey().isPresent() ? vault.seal(jwk, context(kid)) : jwk;
    }

    /**
     * @throws IllegalStateException if the key for it is not there
     * @throws dev.wardcast.kit.crypto.VaultException likewise, where the installation's had closed
     *     it
     */
    String open(String kid, String stored) {
        if (stored.startsWith(BY_VAULT)) {
            return vault.open(stored, context(kid));
        }
        if (!stored.startsWith(BY_OWN_KEY)) {
            return stored;
        }
        return open(kid, stored, key)
                .or(() -> open(kid, stored, former))
                .orElseThrow(() ->
                        new IllegalStateException(
                                "signing key "
                                        + kid
                                        + " is encrypted with another key than"
                                        + " wardcast.access.key-encryption-key and"
                                        + " former-key-encryption-key"));
    }

    /** Whether it does not stand in the database as it would if it were stored now. */
    boolean isOutdated(String kid, String stored) {
        if (key != null) {
            return !stored.startsWith(BY_OWN_KEY) || open(kid, stored, key).isEmpty();
        }
        return vault.activeKey().isPresent()
                && !stored.startsWith(BY_VAULT + vault.activeKey().get() + '.');
    }

    private static Optional<String> open(String kid, String stored, @Nullable AesKey with) {
        if (with == null) {
            return Optional.empty();
        }
        try {
            return with.open(
                    Base64.getDecoder().decode(stored.substring(BY_OWN_KEY.length())), kid);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static String context(String kid) {
        return "signing-key:" + kid;
    }
}
