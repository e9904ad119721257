package dev.wardcast.kit.access;

import io.micronaut.http.HttpRequest;
import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as a verified token says.
 *
 * @param userId subject of the token
 * @param username for people to read; never a key
 * @param roles the roles that both the token and the projection had when the request was
 *     authenticated. Whether the user still has them is for {@link AccessDecisions} to say
 * @param tokenId the token's {@code jti}, for the audit
 * @param expiresAt when the token ends
 * @param sessionId the token's {@code sid}: what one sign-in began and a logout ends, or which
 *     secret a service account used; {@code null} for a token without one
 * @param keyId the key that signed the token; {@code null} where there is no token
 */
public record Caller(
        String userId,
        String username,
        Set<Role> roles,
        String tokenId,
        Instant expiresAt,
        @Nullable String sessionId,
        @Nullable String keyId)
        implements Principal {
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Of no session, by no key. */
    public Caller(
            String userId, String username, Set<Role> roles, String tokenId, Instant expiresAt) {
        this(userId, username, roles, tokenId, expiresAt, null, null);
    }

    /**
     * Who sent this request. A controller's method takes a {@code Caller} parameter instead.
     *
     * @return empty if the request was not (or not yet) authenticated
     */
    public static Optional<Caller> of(HttpRequest<?> request) {
        return request.getUserPrincipal(CallerAuthentication.class)
                .map(CallerAuthentication::caller);
    }

    /**
     * The user id. A caller is a {@link Principal} so that OpenAPI documents do not take it for
     * something that a client sends.
     */
    @Override
    public String getName() {
        return userId;
    }

    Caller withRoles(Set<Role> roles) {
        return new Caller(userId, username, roles, tokenId, expiresAt, sessionId, keyId);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
