package dev.wardcast.gateway.websocket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.wardcast.gateway.GatewayConfiguration;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How much clients may say: each connection for itself, and each user over all of theirs here. */
@Singleton
final class MessageRates {

    /** A user has several devices and tabs, but not without end. */
    private static final int CONNECTIONS_AT_FULL_RATE = 5;

    private final int perSecond;
    private final int burst;
    private final Cache<String, TokenBucket> ofUsers =
            Caffeine.newBuilder()
                    .expireAfterAccess(Duration.ofMinutes(1))
                    .maximumSize(100_000)
                    .build();

    MessageRates(GatewayConfiguration configuration) {
        this.perSecond = configuration.getMessageRate();
        this.burst = configuration.getMessageBurst();
    }

    TokenBucket ofConnection() {
        return new TokenBucket(perSecond, burst, System.nanoTime());
    }

    boolean userMaySay(String userId) {
        long now = System.nanoTime();
        TokenBucket bucket =
                ofUsers.get(
                        userId,
                        user ->
                                new TokenBucket(
                                        (double) perSecond * CONNECTIONS_AT_FULL_RATE,
                                        burst * CONNECTIONS_AT_FULL_RATE,
                                        now));
        synchronized (bucket) {
            return bucket.take(now);
        }
    }
}
