package dev.wardcast.kit.tls;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * How services call each other: with the certificates that the runtime trusts, and those of {@code
 * wardcast.tls.trust}, for an authority of one's own.
 */
@Singleton
public final class InnerTls {

    private final SSLContext context;

    /** Fails if the file can't be used: no token could be checked then. */
    InnerTls(TlsSettings settings) {
        try {
            context =
                    settings.trust() == null
                            ? SSLContext.getDefault()
                            : trusting(Path.of(settings.trust()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("wardcast.tls.trust: " + e.getMessage(), e);
        }
    }

    public SSLContext context() {
        return context;
    }

    private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        int number = 0;
        try (InputStream pem = Files.newInputStream(file)) {
            for (Certificate ours :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("ours-" + number++, ours);
            }
        }
        if (number == 0) {
            throw new IOException(file + " (expected: certificates in PEM)");
        }
        for (TrustManager usual : managers(null)) {
            if (usual instanceof X509TrustManager manager) {
                for (X509Certificate issuer : manager.getAcceptedIssuers()) {
                    trusted.setCertificateEntry("usual-" + number++, issuer);
                }
            }
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(trusted), null);
        return context;
    }

    /**
     * @param store {@code null}: what the runtime trusts
     */
    private static TrustManager[] managers(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
