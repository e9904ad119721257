package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether those who take part may, at this moment. Blocks; for virtual threads. */
@Singleton
class Participants {

    private final AccessDecisions access;
    private final People people;

    Participants(AccessDecisions access, People people) {
        this.access = access;
        this.people = people;
    }

    /**
     * Those who may not be told: who are not active, or may not see the patient.
     *
     * @throws dev.wardcast.kit.problem.ProblemException with 503 while that can't be decided
     */
    Set<String> without(Set<String> users, @Nullable String patientId) {
        TreeSet<String> without = new TreeSet<>();
        for (String user : users) {
            boolean may =
                    patientId == null
                            ? active(user)
                            : AccessRefusals.await(
                                    people.maySee(user, patientId, PatientScope.RECORD));
            if (!may) {
                without.add(user);
            }
        }
        return without;
    }

    boolean maySee(Caller caller, @Nullable String patientId) {
        return patientId == null
                || AccessRefusals.await(access.maySee(caller, patientId, PatientScope.RECORD))
                        instanceof Decision.Allowed;
    }

    private boolean active(String user) {
        // Decisions count a role only where the projection has it too.
        Caller standIn = new Caller(user, user, EnumSet.allOf(Role.class), "", Instant.MAX);
        return AccessRefusals.await(access.mayFollow(standIn, new Room.User(user)))
                instanceof Decision.Allowed;
    }
}
