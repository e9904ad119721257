package dev.wardcast.sessions.progress;

import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.Collections;
import java.util.Set;

/**
 * Who may see and make sessions: patients their own, therapists those of the patients assigned to
 * them, admins all. Blocks; to be called on virtual threads.
 */
@Singleton
public final class SessionAccess {

    private final AccessDecisions access;

    SessionAccess(AccessDecisions access) {
        this.access = access;
    }

    /**
     * Someone with a role that counts here.
     *
     * @throws ProblemException if the caller has none
     */
    public record Reader(Caller caller) {
        public Reader {
            Set<Role> roles = PatientScope.SESSIONS.roles();
            if (Collections.disjoint(roles, caller.roles())) {
                AccessRefusals.require(Decision.Denied.withoutRole(roles));
            }
        }
    }

    /**
     * @throws ProblemException unless the reader may see this patient's sessions
     */
    public void require(Reader reader, String patientId) {
        AccessRefusals.require(access.maySee(reader.caller(), patientId, PatientScope.SESSIONS));
    }

    /**
     * @throws ProblemException unless the caller is a worker of a pipeline
     */
    void requireWorker(Caller caller) {
        AccessRefusals.require(access.hasRole(caller, Role.PIPELINE));
    }
}
