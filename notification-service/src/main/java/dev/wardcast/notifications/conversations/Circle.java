package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may be in a conversation: any active users; of one about a patient, those who may see the
 * patient's record, and no longer than they may. Blocks; for virtual threads.
 */
@Singleton
class Circle {

    private final AccessDecisions access;
    private final People people;

    Circle(AccessDecisions access, People people) {
        this.access = access;
        this.people = people;
    }

    /**
     * @throws ProblemException 403 for a machine: devices and pipelines have nothing to say
     */
    void requirePerson(Caller caller) {
        if (caller.roles().stream()
                .allMatch(role -> role == Role.DEVICE || role == Role.PIPELINE)) {
            throw ProblemException.forbidden("role_required", "Conversations are for people.");
        }
    }

    /**
     * @param patientId {@code null}: it is about nobody, and any participant may
     * @throws ProblemException unless the caller may see the patient whom the conversation is about
     */
    void requireSight(Caller caller, @Nullable String patientId) {
        if (patientId != null) {
            AccessRefusals.require(access.maySee(caller, patientId, PatientScope.RECORD));
        }
    }

    /**
     * @throws ProblemException 422 naming those who may not take part. Whether one is unknown, not
     *     active or without access to the patient is not told
     */
    void requireFit(String field, Set<String> userIds, @Nullable String patientId) {
        Set<String> unfit = new TreeSet<>(userIds);
        unfit.removeAll(AccessRefusals.await(people.active(userIds)));
        if (patientId != null) {
            Set<String> rest = new TreeSet<>(userIds);
            rest.removeAll(maySee(userIds, patientId));
            unfit.addAll(rest);
        }
        if (!unfit.isEmpty()) {
            String expected =
                    patientId == null
                            ? "(expected: ids of active users)"
                            : "(expected: ids of active users with access to the patient)";
            throw ProblemException.unprocessable(
                    List.of(new FieldError(field, String.join(", ", unfit) + " " + expected)));
        }
    }

    /** Those of them who may see the patient's record now. */
    Set<String> maySee(Set<String> userIds, String patientId) {
        return AccessRefusals.await(people.whoOfThese(userIds, patientId, PatientScope.RECORD));
    }
}
