package dev.wardcast.access.signin;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.wardcast.access.signin.SigningKeys.SigningKey;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The keys of this minute: a new one is seen within a minute, by all processes. */
@Singleton
class KeyRing {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final LoadingCache<String, List<SigningKey>> keys;

    KeyRing(SigningKeys signingKeys) {
        keys =
                Caffeine.newBuilder()
                        .maximumSize(1)
                        .expireAfterWrite(KEPT)
                        .build(only -> signingKeys.current());
    }

    /** The newest key that may be used already. */
    ECKey toSignWith() {
        List<SigningKey> candidates = current();
        // Only now: the first call makes the first key, and it must not lie in our future.
        Instant now = Instant.now();
        return candidates.stream()
                .filter(key -> !key.usableFrom().isAfter(now))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no signing key is usable yet"))
                .key();
    }

    /** Every key that a token may be signed with, without the private parts. */
    JWKSet published() {
        return new JWKSet(current().stream().<JWK>map(key -> key.key().toPublicJWK()).toList());
    }

    private List<SigningKey> current() {
        return keys.get("");
    }
}
