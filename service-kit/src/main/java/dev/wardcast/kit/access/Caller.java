package dev.wardcast.kit.access;

import java.time.Instant;
import java.util.Set;

/**
 * Who calls, as a verified token says.
 *
 * @param userId subject of the token
 * @param username for people to read; never a key
 * @param roles the roles the token carries. Whether the user still has them is for {@link
 *     AccessDecisions} to say
 * @param tokenId the token's {@code jti}, for the audit
 * @param expiresAt when the token ends
 */
public record Caller(
        String userId, String username, Set<Role> roles, String tokenId, Instant expiresAt) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
