package dev.wardcast.gateway.presence;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.Role;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may know who is connected: administrators everywhere, staff where they may follow themselves.
 * Blocks; for virtual threads.
 */
@Singleton
final class PresenceAccess {

    private static final Set<Role> STAFF = EnumSet.of(Role.DOCTOR, Role.NURSE, Role.DISPATCHER);
    private static final Set<Role> WHO_MAY =
            EnumSet.of(Role.DOCTOR, Role.NURSE, Role.DISPATCHER, Role.ADMIN);

    private final AccessDecisions access;

    PresenceAccess(AccessDecisions access) {
        this.access = access;
    }

    /**
     * @throws dev.wardcast.kit.problem.ProblemException 401, 403 or 503, as decided
     */
    void requireAdmin(Caller caller) {
        AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
    }

    /**
     * @throws dev.wardcast.kit.problem.ProblemException 401, 403 or 503, as decided
     */
    void requireSight(Caller caller, Room room) {
        if (!has(caller, Role.ADMIN)) {
            if (STAFF.stream().noneMatch(role -> has(caller, role))) {
                AccessRefusals.require(Decision.Denied.withoutRole(WHO_MAY));
            }
            AccessRefusals.require(access.mayFollow(caller, room));
        }
    }

    private boolean has(Caller caller, Role role) {
        Decision decision = AccessRefusals.await(access.hasRole(caller, role));
        if (decision instanceof Decision.Denied) {
            return false;
        }
        AccessRefusals.require(decision);
        return true;
    }
}
