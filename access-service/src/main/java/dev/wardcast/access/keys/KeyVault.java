package dev.wardcast.access.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How private keys stand in the database: encrypted with AES-256-GCM if there is a key for that,
 * bound to their kid so that one can't be put in another's place; otherwise as they are.
 */
@Singleton
final class KeyVault {

    private static final String SEALED = "aes-256-gcm:";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final @Nullable SecretKey key;
    private final @Nullable SecretKey former;

    /**
     * @throws IllegalArgumentException if one of the two is no key
     */
    @Inject
    KeyVault(KeySettings settings) {
        this(settings.keyEncryptionKey(), settings.formerKeyEncryptionKey());
    }

    KeyVault(@Nullable String key, @Nullable String former) {
        this.key = key("key-encryption-key", key);
        this.former = key("former-key-encryption-key", former);
    }

    private static @Nullable SecretKey key(String setting, @Nullable String base64) {
        if (base64 == null || base64.isEmpty()) {
            return null;
        }
        byte[] bytes = new byte[0];
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException notBase64) {
            // Answered below, without a word of what was there.
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "wardcast.access." + setting + " (expected: 32 bytes in base64)");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    String close(String kid, String jwk) {
        if (key == null) {
            return jwk;
        }
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            RANDOM.nextBytes(nonce);
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, kid, nonce).doFinal(jwk.getBytes(UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return SEALED + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES-GCM", e);
        }
    }

    /**
     * @throws IllegalStateException if the key for it is not there
     */
    String open(String kid, String stored) {
        if (!stored.startsWith(SEALED)) {
            return stored;
        }
        String jwk = open(kid, stored, key);
        if (jwk == null) {
            jwk = open(kid, stored, former);
        }
        if (jwk == null) {
            throw new IllegalStateException(
                    "signing key "
                            + kid
                            + " is encrypted with another key than wardcast.access.key-encryption-key"
                            + " and former-key-encryption-key");
        }
        return jwk;
    }

    /** Whether it does not stand in the database as it would if it were stored now. */
    boolean isOutdated(String kid, String stored) {
        return key != null && (!stored.startsWith(SEALED) || open(kid, stored, key) == null);
    }

    private static @Nullable String open(String kid, String stored, @Nullable SecretKey with) {
        if (with == null) {
            return null;
        }
        try {
            byte[] all = Base64.getDecoder().decode(stored.substring(SEALED.length()));
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, with, kid, nonce)
                            .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES),
                    UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Cipher cipher(int mode, SecretKey key, String kid, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(kid.getBytes(UTF_8));
        return cipher;
    }
}
