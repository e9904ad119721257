package dev.wardcast.sessions.progress;

import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.EnumSet;
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
     * Someone with a role that counts here, and with no other role: a patient who also has a grant
     * to somebody else must not see that one's sessions.
     */
    public record Reader(Caller caller) {
        public Reader {
            Set<Role> counting = EnumSet.of(Role.PATIENT, Role.THERAPIST, Role.ADMIN);
            counting.retainAll(caller.roles());
            if (counting.isEmpty()) {
                throw ProblemException.forbidden(
                        "role_required", "This needs the role PATIENT, THERAPIST or ADMIN.");
            }
            caller =
                    new Caller(
                            caller.userId(),
                            caller.username(),
                            counting,
                            caller.tokenId(),
                            caller.expiresAt());
        }
    }

    /**
     * @throws ProblemException unless the reader may see this patient's sessions
     */
    public void require(Reader reader, String patientId) {
        AccessRefusals.require(access.maySee(reader.caller(), patientId, PatientScope.RECORD));
    }

    /**
     * @throws ProblemException unless the caller is a worker of a pipeline
     */
    void requireWorker(Caller caller) {
        AccessRefusals.require(access.hasRole(caller, Role.PIPELINE));
    }
}
