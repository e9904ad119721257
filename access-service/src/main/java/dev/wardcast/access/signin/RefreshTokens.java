package dev.wardcast.access.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.access.AccessSettings;
import dev.wardcast.access.Secrets;
import dev.wardcast.access.people.Users;
import dev.wardcast.access.revocation.Revocations;
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
 *
 * <p>Whatever happens to a user's sessions happens one after the other, under the lock of the
 * user's row: an end that missed the token which a refresh is about to add would be none.
 */
@Singleton
public class RefreshTokens {

    private static final Logger LOG = LoggerFactory.getLogger(RefreshTokens.class);

    private final RefreshTable table;
    private final Users users;
    private final Revocations revocations;
    private final AccessSettings settings;

    RefreshTokens(
            RefreshTable table, Users users, Revocations revocations, AccessSettings settings) {
        this.table = table;
        this.users = users;
        this.revocations = revocations;
        this.settings = settings;
    }

    /**
     * @param session stays the same from one token of a family to the next
     */
    record Issued(String userId, String token, UUID session) {}

    /** What became of a refresh token. */
    sealed interface Rotation {
        record Rotated(Issued successor) implements Rotation {}

        /** Unknown, over, or of a session that was ended. */
        record Refused() implements Rotation {}

        /** Used before, which has ended the whole family. */
        record Reused(String userId) implements Rotation {}
    }

    /** The first of a family; for whoever {@linkplain Users#hold holds} the user. */
    Issued issue(String userId) {
        return issue(userId, UUID.randomUUID());
    }

    @Transactional("access")
    Rotation rotate(String token) {
        String digest = digest(token);
        Optional<RefreshRow> known = table.find(digest);
        if (known.isEmpty() || users.hold(known.get().userId()).isEmpty()) {
            return new Rotation.Refused();
        }
        boolean usable = table.use(digest) == 1;
        RefreshRow found = table.find(digest).orElseGet(known::get);
        if (usable) {
            return new Rotation.Rotated(issue(found.userId(), found.family()));
        }
        if (found.usedAt() != null && endFamily(found)) {
            return new Rotation.Reused(found.userId());
        }
        return new Rotation.Refused();
    }

    /**
     * Ends the family of the token, and the access tokens that came with it.
     *
     * @return whose it was, if there is such a token
     */
    @Transactional("access")
    Optional<String> revoke(String token) {
        Optional<RefreshRow> row = table.find(digest(token));
        row.ifPresent(r -> revokeSession(r.userId(), r.family()));
        return row.map(RefreshRow::userId);
    }

    /** Whose the token is, used or not, if its session is not over. */
    Optional<String> ownerOf(String token) {
        return table.findOfOpenSession(digest(token)).map(RefreshRow::userId);
    }

    /** Ends one session of the user. */
    @Transactional("access")
    void revokeSession(String userId, UUID session) {
        users.hold(userId);
        end(userId, session);
    }

    /** Ends all sessions of the user, and the access tokens of them once they are projected. */
    @Transactional("access")
    public void revokeAllOf(String userId) {
        users.hold(userId);
        table.sessionsOf(userId).forEach(row -> end(userId, row.family()));
    }

    @Scheduled(fixedDelay = "1h", initialDelay = "1m")
    void forgetEnded() {
        table.forgetEnded();
    }

    /**
     * @return whether it was not over before
     */
    private boolean endFamily(RefreshRow reused) {
        boolean ended = end(reused.userId(), reused.family());
        if (ended) {
            LOG.warn("A refresh token of user {} came twice; its family ends", reused.userId());
        }
        return ended;
    }

    private boolean end(String userId, UUID family) {
        boolean ended = table.revokeFamily(family) > 0;
        if (ended) {
            revocations.endSession(userId, family.toString());
        }
        return ended;
    }

    private Issued issue(String userId, UUID family) {
        String token = Secrets.next();
        table.add(digest(token), family, userId, Instant.now().plus(settings.refreshLifetime()));
        return new Issued(userId, token, family);
    }

    private static String digest(String token) {
        return Digests.sha256Hex(token.getBytes(UTF_8));
    }
}
