package dev.wardcast.kit.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.ssl.SslBuilder;
import io.micronaut.http.ssl.SslConfiguration;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;

/** Two PEM files as a key store that a server can use. */
final class PemKeyPair {

    private PemKeyPair() {}

    /**
     * @throws IOException naming the file, if one can't be read or is not what it should be
     * @throws GeneralSecurityException if the key is not that of the certificate
     */
    static KeyStore read(TlsSettings.Files files) throws IOException, GeneralSecurityException {
        KeyStore store;
        try {
            store = new Reader().read(files);
        } catch (IOException | GeneralSecurityException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(
                    files.certificate() + ", " + files.privateKey() + ": " + e.getMessage(), e);
        }
        String alias = store.aliases().nextElement();
        if (store.getCertificate(alias) == null
                || !(store.getKey(alias, null) instanceof PrivateKey key)) {
            throw new IOException(
                    files.certificate()
                            + " (expected: a certificate in PEM), "
                            + files.privateKey()
                            + " (expected: a private key in PEM)");
        }
        if (!belong(key, store.getCertificate(alias).getPublicKey())) {
            throw new GeneralSecurityException(
                    files.privateKey() + " is not the key of " + files.certificate());
        }
        return store;
    }

    /** The runtime would find out at the first handshake, and only there. */
    private static boolean belong(PrivateKey secret, PublicKey open)
            throws GeneralSecurityException {
        String algorithm =
                switch (secret.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> secret.getAlgorithm();
                };
        byte[] text = "wardcast".getBytes(US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(text);
        Signature checking = Signature.getInstance(algorithm);
        try {
            checking.initVerify(open);
            checking.update(text);
            return checking.verify(signing.sign());
        } catch (java.security.InvalidKeyException | java.security.SignatureException other) {
            return false;
        }
    }

    /** The framework's reader of PEM, which it keeps to those who build its TLS contexts. */
    private static final class Reader extends SslBuilder<KeyStore> {

        Reader() {
            super(new ResourceResolver());
        }

        KeyStore read(TlsSettings.Files files) throws Exception {
            SslConfiguration configuration = new SslConfiguration();
            configuration.getKeyStore().setKeyPath("file:" + files.privateKey().toAbsolutePath());
            configuration
                    .getKeyStore()
                    .setCertificatePath("file:" + files.certificate().toAbsolutePath());
            return getKeyStore(configuration).orElseThrow();
        }

        @Override
        public Optional<KeyStore> build(SslConfiguration ssl) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<KeyStore> build(SslConfiguration ssl, HttpVersion version) {
            throw new UnsupportedOperationException();
        }
    }
}
