package dev.wardcast.kit.access;

import dev.wardcast.eventlog.Room;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The one place that decides access. Decisions come from the projection of access-service in Redis,
 * close by, never from the token alone, and fail closed.
 */
public interface AccessDecisions {

    /** Whether the caller is an active user and (still) has the role. */
    CompletionStage<Decision> hasRole(Caller caller, Role role);

    CompletionStage<Decision> maySee(Caller caller, String patientId, PatientScope scope);

    /** The same, but emergency access does not count: for changes that outlast it. */
    CompletionStage<Decision> maySeeLastingly(Caller caller, String patientId, PatientScope scope);

    CompletionStage<Decision> mayFollow(Caller caller, Room room);

    /**
     * The patients with an active grant to this caregiver; empty for everyone else. Fails with
     * {@link AccessUnknownException} while the projection is away.
     */
    CompletionStage<Set<String>> patientsOfCaregiver(Caller caller);

    /** Every patient there is, for an ADMIN; empty for everyone else. Fails as the one above. */
    CompletionStage<Set<String>> allPatients(Caller caller);

    /**
     * The rooms of what the caller is told as one of many: everybody, a role, a hospital's staff.
     * Empty for somebody who is not active; fails as the one above.
     */
    CompletionStage<Set<Room>> audiencesOf(Caller caller);

    /**
     * Calls back after anything changed that decisions depend on, within a second of the change.
     * The callback runs on a virtual thread and may ask for decisions.
     *
     * @return call it to stop listening
     */
    Runnable onChange(Consumer<AccessChange> listener);

    /** What changed; decisions about anything else stand. */
    sealed interface AccessChange {
        record OfUser(String userId) implements AccessChange {}

        record OfPatient(String patientId) implements AccessChange {}

        /** Redis was away or emptied: decide everything anew. */
        record OfEverything() implements AccessChange {}
    }

    /** The projection can't be read now. */
    final class AccessUnknownException extends RuntimeException {
        public AccessUnknownException(String message) {
            super(message, null, false, false);
        }
    }
}
