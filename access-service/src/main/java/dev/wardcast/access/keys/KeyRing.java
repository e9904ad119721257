package dev.wardcast.access.keys;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessDecisions.AccessChange;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The keys of this minute: a new one is seen within a minute by all processes, and a withdrawn one
 * is gone when its withdrawal is announced.
 */
@Singleton
public final class KeyRing {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final SigningKeys signingKeys;
    private final LoadingCache<String, List<SigningKey>> keys;
    private final Runnable stopListening;

    KeyRing(SigningKeys signingKeys, AccessDecisions access) {
        this.signingKeys = signingKeys;
        keys =
                Caffeine.newBuilder()
                        .maximumSize(1)
                        .expireAfterWrite(KEPT)
                        .build(only -> signingKeys.current());
        stopListening = access.onChange(this::changed);
    }

    @PreDestroy
    void stop() {
        stopListening.run();
    }

    private void changed(AccessChange change) {
        if (change instanceof AccessChange.OfEverything) {
            keys.invalidateAll();
        }
    }

    /** The newest key that may be used already. */
    public ECKey toSignWith() {
        return schedule()
                .current()
                .orElseThrow(() -> new IllegalStateException("no signing key is usable yet"))
                .key();
    }

    /** Every key that a token may be signed with, without the private parts. */
    JWKSet published() {
        return new JWKSet(
                schedule().published().stream().<JWK>map(key -> key.key().toPublicJWK()).toList());
    }

    KeySchedule schedule() {
        List<SigningKey> current = keys.get("");
        // Only now: the first call makes the first key, and it must not lie in our future.
        return signingKeys.schedule(Instant.now(), current);
    }

    /** To be called after a change in this process. */
    void forget() {
        keys.invalidateAll();
    }
}
