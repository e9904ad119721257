package dev.wardcast.access.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.access.AccessSettings;
import dev.wardcast.access.Secrets;
import dev.wardcast.kit.access.Digests;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refresh tokens: each is used once and replaced. One that comes a second time was stolen, or its
 * successor was, and nobody can say which: the whole family ends.
 */
@Singleton
public class RefreshTokens {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshTokens.class);

    private final RefreshTable table;
    private final AccessSettings settings;

    RefreshTokens(RefreshTable table, AccessSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    /** Whose token was used, and what comes in its place. */
    record Rotated(String userId, String successor) {}

    /** The first of a family. */
    String issue(String userId) {
        return issue(userId, UUID.randomUUID());
    }

    /**
     * @return empty if the token is unknown, over, or used before
     */
    @Transactional("access")
    Optional<Rotated> rotate(String token) {
        String digest = digest(token);
        boolean usable = table.use(digest) == 1;
        Optional<RefreshRow> row = table.find(digest);
        if (usable) {
            return row.map(r -> new Rotated(r.userId(), issue(r.userId(), r.family())));
        }
        row.filter(r -> r.usedAt() != null).ifPresent(this::endFamily);
        return Optional.empty();
    }

    /** Ends the family of the token, if there is such a token. */
    @Transactional("access")
    void revoke(String token) {
        table.find(digest(token)).ifPresent(row -> table.revokeFamily(row.family()));
    }

    /** Ends every session of the user; access tokens that are out count until their end. */
    public void revokeAllOf(String userId) {
        table.revokeAllOf(userId);
    }

    @Scheduled(fixedDelay = "1h", initialDelay = "1m")
    void forgetEnded() {
        table.forgetEnded();
    }

    private void endFamily(RefreshRow reused) {
        if (table.revokeFamily(reused.family()) > 0) {
            LOG.warn("A refresh token of user {} came twice; its family ends", reused.userId());
        }
    }

    private String issue(String userId, UUID family) {
        String token = Secrets.next();
        table.add(digest(token), family, userId, Instant.now().plus(settings.refreshLifetime()));
        return token;
    }

    private static String digest(String token) {
        return Digests.sha256Hex(token.getBytes(UTF_8));
    }
}
