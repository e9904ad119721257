package dev.wardcast.local.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * When certificates end: those that an address shows, or those in a file.
 *
 * @param where an {@code https:} address, or else a PEM file
 */
record CertificateCheck(String where) implements Check {

    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration AT_ONCE = Duration.ofDays(7);
    private static final int PATIENCE_MILLIS = 5_000;

    @Override
    public String subject() {
        return "certificate of " + where;
    }

    @Override
    public List<Finding> examine() throws Exception {
        List<X509Certificate> shown = where.startsWith("https:") ? ofAddress() : ofFile();
        Instant end =
                shown.stream()
                        .map(certificate -> certificate.getNotAfter().toInstant())
                        .min(Instant::compareTo)
                        .orElseThrow(() -> new IOException("no certificate is there"));
        return List.of(judge(subject(), end, Instant.now()));
    }

    /**
     * @param end of the one that ends first
     */
    static Finding judge(String subject, Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        String advice = "renew it; the files are read again by themselves (wardcast.tls.check)";
        if (left.isNegative()) {
            return Finding.failure(subject, "ended " + end, advice);
        }
        String found = "ends " + end + ", in " + left.toDays() + " days";
        if (left.compareTo(AT_ONCE) < 0) {
            return Finding.failure(subject, found, advice);
        }
        return left.compareTo(SOON) < 0
                ? Finding.warning(subject, found, advice)
                : Finding.ok(subject, found);
    }

    private List<X509Certificate> ofFile() throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(Path.of(where))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private List<X509Certificate> ofAddress() throws IOException, GeneralSecurityException {
        URI address = URI.create(where);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new OnlyLooking()}, null);
        int port = address.getPort() < 0 ? 443 : address.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address.getHost(), port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, address.getHost(), port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                if (address.getHost().contains(".")) {
                    parameters.setServerNames(List.of(new SNIHostName(address.getHost())));
                }
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return Stream.of(socket.getSession().getPeerCertificates())
                        .map((Certificate certificate) -> (X509Certificate) certificate)
                        .toList();
            }
        }
    }

    /** Nothing is sent over this connection: an ended certificate is to be seen, not refused. */
    private static final class OnlyLooking implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
