package dev.wardcast.kit.crypto;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The vault with the keys of the configuration. */
@Singleton
final class AesVault implements TextVault {

    private final VaultKeys keys;

    /**
     * @throws IllegalArgumentException if a key is none
     */
    @Inject
    AesVault(VaultSettings settings) {
        this(VaultKeys.of(settings));
    }

    AesVault(VaultKeys keys) {
        this.keys = keys;
    }

    @Override
    public Optional<String> activeKey() {
        return keys.active();
    }

    @Override
    public String seal(String clear, String context) {
        String active = activeKey().orElseThrow(VaultException::noKey);
        return new SealedText(active, key(active).seal(clear, context)).text();
    }

    @Override
    public String open(String sealed, String context) {
        SealedText text =
                SealedText.parse(sealed)
                        .orElseThrow(() ->
                                new VaultException("a text is not sealed (expected: v1.key.text)"));
        return key(text.key())
                .open(text.bytes(), context)
                .orElseThrow(() ->
                        new VaultException(
                                "a text of key %s is not what was sealed here: another key of that id, another place, or changed"
                                        .formatted(text.key())));
    }

    private AesKey key(String id) {
        AesKey key = keys.find(id);
        if (key == null) {
            throw new VaultException(
                    "key %s is not here (expected: in wardcast.vault.keys or wardcast.vault.directory)"
                            .formatted(id));
        }
        return key;
    }
}
