package dev.wardcast.kit.tls;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.TaskScheduler;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.ScheduledFuture;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Sinks;

/**
 * The server's certificate, read again when its files have changed; handshakes from then on use the
 * new one, open connections stay. Files that do not fit together are left alone, so that half a
 * renewal does no harm.
 *
 * <p>The framework's own provider is not used: it watches for events of the file's name, and a
 * certificate that Kubernetes mounts is renewed by exchanging a directory further up.
 */
@Context
@Named(RenewedCertificate.NAME)
@Requires(property = "wardcast.tls.enabled", value = "true")
final class RenewedCertificate implements CertificateProvider {

    static final String NAME = "wardcast";
    private static final Logger LOG = LoggerFactory.getLogger(RenewedCertificate.class);

    private final TlsSettings.Files files;
    private final Sinks.Many<KeyStore> current = Sinks.many().replay().latest();
    private final ScheduledFuture<?> checks;
    private byte[] seen;

    /** Fails if there is no usable certificate: a server that can't greet anyone is not started. */
    RenewedCertificate(
            TlsSettings settings, @Named(TaskExecutors.SCHEDULED) TaskScheduler scheduler) {
        files = settings.files();
        try {
            seen = contents();
            current.tryEmitNext(PemKeyPair.read(files)).orThrow();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("wardcast.tls: " + e.getMessage(), e);
        }
        checks = scheduler.scheduleWithFixedDelay(settings.check(), settings.check(), this::check);
    }

    private synchronized void check() {
        try {
            byte[] now = contents();
            if (!Arrays.equals(now, seen)) {
                // Before it is judged: what is wrong is said once for each change.
                seen = now;
                current.tryEmitNext(PemKeyPair.read(files)).orThrow();
                LOG.info("certificate renewed from {}", files.certificate());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warn("the renewed certificate is not used: {}", e.getMessage());
        }
    }

    private byte[] contents() throws IOException {
        byte[] certificate = Files.readAllBytes(files.certificate());
        byte[] key = Files.readAllBytes(files.privateKey());
        byte[] both = Arrays.copyOf(certificate, certificate.length + key.length);
        System.arraycopy(key, 0, both, certificate.length, key.length);
        return both;
    }

    @PreDestroy
    void stop() {
        checks.cancel(false);
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return current.asFlux();
    }
}
