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

    private final X509TrustManager trust;
    private final SSLContext context;

    /** Fails if the file can't be used: no token could be checked then. */
    InnerTls(TlsSettings settings) {
        try {
            if (settings.trust() == null) {
                trust = manager(null);
                context = SSLContext.getDefault();
            } else {
                trust = manager(withOurs(Path.of(settings.trust())));
                context = contextOf(trust);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("wardcast.tls.trust: " + e.getMessage(), e);
        }
    }

    public SSLContext context() {
        return context;
    }

    /** What the context trusts, for clients that ask for it too. */
    public X509TrustManager trust() {
        return trust;
    }

    /**
     * For calls to whom the runtime trusts, and whom the file does.
     *
     * @param file certificates in PEM
     */
    public static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
        return contextOf(manager(withOurs(file)));
    }

    private static SSLContext contextOf(X509TrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        return context;
    }

    private static KeyStore withOurs(Path file) throws IOException, GeneralSecurityException {
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
        for (X509Certificate issuer : manager(null).getAcceptedIssuers()) {
            trusted.setCertificateEntry("usual-" + number++, issuer);
        }
        return trusted;
    }

    /**
     * @param store {@code null}: what the runtime trusts
     */
    private static X509TrustManager manager(@Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the runtime checks no certificates");
    }
}
