package dev.wardcast.kit.tls;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code wardcast.tls}. Either a server's three keys or clear text: files that are named while it
 * is off are more likely a mistake than a wish.
 *
 * @param enabled whether the one port speaks TLS
 * @param certificate PEM file: the server's certificate, then those that it was issued by
 * @param privateKey PEM file: PKCS#8, or what openssl made of RSA and EC keys before; no passphrase
 * @param check how often the files are looked at for a renewed certificate
 * @param trust PEM file: certificates that calls from service to service trust beside the usual
 */
@ConfigurationProperties("wardcast.tls")
record TlsSettings(
        @Bindable(defaultValue = "false") boolean enabled,
        @Nullable String certificate,
        @Nullable String privateKey,
        @Bindable(defaultValue = "1m") Duration check,
        @Nullable String trust) {

    TlsSettings {
        if (enabled != (certificate != null) || enabled != (privateKey != null)) {
            throw new IllegalArgumentException(
                    "wardcast.tls.enabled, certificate, private-key (expected: all three or none)");
        }
    }

    /** Both files. Only while it is enabled. */
    Files files() {
        if (certificate == null || privateKey == null) {
            throw new IllegalStateException("TLS is off");
        }
        return new Files(Path.of(certificate), Path.of(privateKey));
    }

    record Files(Path certificate, Path privateKey) {}
}
