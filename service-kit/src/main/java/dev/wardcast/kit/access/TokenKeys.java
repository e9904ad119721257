package dev.wardcast.kit.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import dev.wardcast.kit.tls.InnerTls;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * The keys that tokens are checked with, from access-service's key set.
 *
 * <p>Kept for five minutes and renewed ahead of time; fetched at once when a token names a key that
 * is not there, though not oftener than twice in five seconds, whatever tokens arrive; kept for an
 * hour while access-service is away.
 */
@Factory
final class TokenKeys {

    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 2_000;
    private static final int LARGEST_KEY_SET = 64 * 1024;
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration RENEWED_AHEAD = Duration.ofSeconds(30);
    private static final Duration FETCH_PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);
    private static final Duration KEPT_IN_OUTAGE = Duration.ofHours(1);

    @Singleton
    @Bean(preDestroy = "close")
    Source tokenKeySource(@Value("${wardcast.jwks-url}") String url, InnerTls tls)
            throws MalformedURLException {
        return new Source(url, tls.context());
    }

    @Singleton
    TokenVerifier tokenVerifier(Source source) {
        return new TokenVerifier(source.keys, Clock.systemUTC());
    }

    static final class Source implements AutoCloseable {
        final JWKSource<SecurityContext> keys;
        private final ExecutorService renewals = Executors.newVirtualThreadPerTaskExecutor();

        Source(String url, SSLContext tls) throws MalformedURLException {
            keys =
                    JWKSourceBuilder.create(
                                    URI.create(url).toURL(),
                                    new DefaultResourceRetriever(
                                            CONNECT_MILLIS,
                                            READ_MILLIS,
                                            LARGEST_KEY_SET,
                                            true,
                                            tls.getSocketFactory()))
                            .cache(KEPT.toMillis(), FETCH_PATIENCE.toMillis())
                            .refreshAheadCache(
                                    RENEWED_AHEAD.toMillis(), null, renewals, false, null, false)
                            .rateLimited(BETWEEN_FETCHES.toMillis())
                            .retrying(true)
                            .outageTolerant(KEPT_IN_OUTAGE.toMillis())
                            .build();
        }

        @Override
        public void close() {
            renewals.shutdownNow();
        }
    }
}
