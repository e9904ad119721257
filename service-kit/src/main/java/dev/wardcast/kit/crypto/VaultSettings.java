package dev.wardcast.kit.crypto;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param keys each {@code id:key}, the key 32 bytes in base64; the first one seals
 * @param directory with a file for each key: its name is the id, its content the key
 * @param active id of the key that seals, if it is another than the first one
 */
@ConfigurationProperties("wardcast.vault")
record VaultSettings(
        @Bindable(defaultValue = "") List<String> keys,
        @Nullable String directory,
        @Nullable String active) {}
