package dev.wardcast.access.keys;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * @param signingKeyAge how old a key gets before the next one is made
 * @param signingKeyNotice how long a new key is published before it is used; longer than services
 *     keep a key set
 * @param keyEncryptionKey 32 bytes in base64, with which private keys are encrypted in the database
 * @param formerKeyEncryptionKey the one before; what it encrypted is read and encrypted anew
 */
@ConfigurationProperties("wardcast.access")
record KeySettings(
        @NotNull @Bindable(defaultValue = "30d") Duration signingKeyAge,
        @NotNull @Bindable(defaultValue = "10m") Duration signingKeyNotice,
        @Nullable String keyEncryptionKey,
        @Nullable String formerKeyEncryptionKey) {}
