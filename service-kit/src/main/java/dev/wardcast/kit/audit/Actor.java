package dev.wardcast.kit.audit;

import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.ids.TimeOrderedIds;
import java.security.Principal;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, and from where. A controller's method takes an {@code Actor} parameter and gets the one
 * of its request, {@link Kind#UNKNOWN} where nobody was authenticated.
 *
 * <p>A {@link Principal}, like {@link Caller}, so that OpenAPI documents do not take it for
 * something that a client sends.
 *
 * @param id of the user, device or service; {@code null} if nobody is known
 * @param roles names of roles that counted at the time
 * @param tokenId {@code jti} of the token, never the token
 * @param address of the client, behind those proxies that are trusted
 * @param correlationId shared by everything that one request caused
 */
public record Actor(
        Kind kind,
        @Nullable String id,
        Set<String> roles,
        @Nullable String tokenId,
        @Nullable String address,
        String correlationId)
        implements Principal {

    /** What acts. */
    public enum Kind {
        USER,
        DEVICE,
        SERVICE,
        UNKNOWN
    }

    private static final int LONGEST_ID = 128;

    public Actor {
        roles = Set.copyOf(roles);
        if ((id == null) != (kind == Kind.UNKNOWN)) {
            throw new IllegalArgumentException("id (expected: one, unless nobody is known)");
        }
        if (id != null && (id.isEmpty() || id.length() > LONGEST_ID)) {
            throw new IllegalArgumentException("id (expected: 1 to 128 characters)");
        }
        if (!CorrelationIds.isSane(correlationId)) {
            throw new IllegalArgumentException("correlationId (expected: 1 to 64 characters)");
        }
    }

    /** A person, or a machine with a token. */
    public static Actor user(Caller caller, @Nullable String address, String correlationId) {
        Set<String> roles = caller.roles().stream().map(Role::name).collect(Collectors.toSet());
        return new Actor(
                Kind.USER, caller.userId(), roles, caller.tokenId(), address, correlationId);
    }

    /** One of our own services, by its name, that acts of itself: a deadline, an end of a grant. */
    public static Actor service(String name) {
        return new Actor(Kind.SERVICE, name, Set.of(), null, null, TimeOrderedIds.next());
    }

    public static Actor unknown(@Nullable String address, String correlationId) {
        return new Actor(Kind.UNKNOWN, null, Set.of(), null, address, correlationId);
    }

    /**
     * The same request, once it is known who sent it: at a sign-in.
     *
     * @param roles names of roles
     */
    public Actor asUser(String userId, Set<String> roles, @Nullable String tokenId) {
        return new Actor(Kind.USER, userId, roles, tokenId, address, correlationId);
    }

    /** The same request, sent by a device with its key. */
    public Actor asDevice(String deviceId) {
        return new Actor(
                Kind.DEVICE, deviceId, Set.of(Role.DEVICE.name()), null, address, correlationId);
    }

    @Override
    public String getName() {
        return id == null ? "unknown" : id;
    }

    /** In a fixed order, for the row. */
    String sortedRoles() {
        return String.join(",", new TreeSet<>(roles));
    }
}
