package dev.wardcast.kit.crypto;

/** A text can't be sealed or opened. The message names a key or a setting, and never a text. */
public final class VaultException extends RuntimeException {
    VaultException(String message) {
        super(message);
    }

    static VaultException noKey() {
        return new VaultException(
                "wardcast.vault.keys: no key (expected: one that seals, see docs/security.md)");
    }
}
