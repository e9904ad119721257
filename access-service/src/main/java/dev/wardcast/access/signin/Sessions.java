package dev.wardcast.access.signin;

import dev.wardcast.access.acts.Acts;
import dev.wardcast.access.people.UserRow;
import dev.wardcast.access.people.Users;
import dev.wardcast.access.signin.RefreshTokens.Rotation;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How a session begins, goes on and ends. An end counts everywhere once it is projected, for access
 * tokens and open streams too.
 */
@Singleton
class Sessions {

    private final Users users;
    private final RefreshTokens refreshTokens;
    private final AccessTokens accessTokens;
    private final Acts acts;

    Sessions(Users users, RefreshTokens refreshTokens, AccessTokens accessTokens, Acts acts) {
        this.users = users;
        this.refreshTokens = refreshTokens;
        this.accessTokens = accessTokens;
        this.acts = acts;
    }

    /**
     * @param checked as the password was compared with
     * @return empty if the password or the status is another one meanwhile: who changes them ends
     *     all sessions that there are, and this one would come after
     */
    @Transactional("access")
    Optional<Session> begin(UserRow checked, Actor actor) {
        return users.hold(checked.id())
                .filter(UserRow::active)
                .filter(now -> now.passwordHash().equals(checked.passwordHash()))
                .map(user -> begun(user, actor));
    }

    private Session begun(UserRow user, Actor actor) {
        RefreshTokens.Issued first = refreshTokens.issue(user.id());
        List<String> roles = users.rolesOf(user.id());
        AccessTokens.Signed access = accessTokens.issue(user, roles, first.session().toString());
        acts.done(
                AuditEntry.of(
                                actor.asUser(user.id(), Set.copyOf(roles), access.id()),
                                AuditAction.SIGN_IN)
                        .on("session", first.session().toString()));
        return new Session(user, roles, access.token(), first.token());
    }

    /**
     * @return empty if the token is worth nothing, or its user not active
     */
    @Transactional("access")
    Optional<Session> refresh(String refreshToken, Actor actor) {
        return switch (refreshTokens.rotate(refreshToken)) {
            case Rotation.Refused() -> Optional.empty();
            case Rotation.Rotated(RefreshTokens.Issued next) ->
                    users.find(next.userId()).filter(UserRow::active).map(user -> goOn(user, next));
            case Rotation.Reused(String userId) -> {
                acts.done(
                        AuditEntry.of(actor, AuditAction.REFRESH_REUSED)
                                .on("user", userId)
                                .refused("used_before"));
                yield Optional.empty();
            }
        };
    }

    private Session goOn(UserRow user, RefreshTokens.Issued next) {
        List<String> roles = users.rolesOf(user.id());
        AccessTokens.Signed access = accessTokens.issue(user, roles, next.session().toString());
        return new Session(user, roles, access.token(), next.token());
    }

    /** Ends the session of the refresh token, if there is such a token. */
    @Transactional("access")
    void end(String refreshToken, Actor actor) {
        refreshTokens.revoke(refreshToken).ifPresent(userId -> signedOut(actor, userId));
    }

    @Transactional("access")
    void end(String userId, UUID session, Actor actor) {
        refreshTokens.revokeSession(userId, session);
        signedOut(actor, userId);
    }

    @Transactional("access")
    void endAll(String userId, Actor actor) {
        refreshTokens.revokeAllOf(userId);
        signedOut(actor, userId);
    }

    /**
     * Ends all sessions of the user whose refresh token this is.
     *
     * @return whether it proves who that is: not if it is unknown, or its session over
     */
    @Transactional("access")
    boolean endAllBy(String refreshToken, Actor actor) {
        Optional<String> userId = refreshTokens.ownerOf(refreshToken);
        userId.ifPresent(id -> endAll(id, actor));
        return userId.isPresent();
    }

    private void signedOut(Actor actor, String userId) {
        acts.done(AuditEntry.of(actor, AuditAction.SIGN_OUT).on("user", userId));
    }
}
