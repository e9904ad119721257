package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.Alerts;
import dev.wardcast.alerts.life.Person;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who gets in, and in which of their roles they are here. Blocks. */
@Singleton
public final class Reception {

    private final AccessDecisions access;
    private final People people;
    private final Alerts alerts;

    Reception(AccessDecisions access, People people, Alerts alerts) {
        this.access = access;
        this.people = people;
        this.alerts = alerts;
    }

    /**
     * The caller, in the role that gives them access to this patient's alerts.
     *
     * @throws ProblemException if none does
     */
    public Person admit(Caller caller, Actor actor, String patientId) {
        AccessRefusals.require(access.maySee(caller, patientId, PatientScope.ALERTS));
        Optional<Role> role =
                AccessRefusals.await(people.actingRole(caller, patientId, PatientScope.ALERTS));
        // Empty only if access ended between the two questions.
        return Person.in(role.orElseThrow(Reception::noAccess), actor);
    }

    /**
     * The same for those only whose role is one of these.
     *
     * @throws ProblemException if it is another
     */
    public Person admit(Caller caller, Actor actor, String patientId, Set<Role> oneOf) {
        Person person = admit(caller, actor, patientId);
        if (oneOf.stream().noneMatch(role -> is(person, role))) {
            AccessRefusals.require(Decision.Denied.withoutRole(oneOf));
        }
        return person;
    }

    /**
     * @throws ProblemException 404 if there is no such alert
     */
    String patientOf(String alertId) throws SQLException {
        if (!Room.ID.matcher(alertId).matches()) {
            throw AckDesk.unknown();
        }
        return alerts.patientOf(alertId).orElseThrow(AckDesk::unknown);
    }

    /** Whose alerts are asked for and may be seen; {@code null} means everybody's. */
    @Nullable Set<String> visible(Caller caller, @Nullable String patientId) {
        if (patientId != null) {
            AckDesk.requireId("patient_id", patientId);
            AccessRefusals.require(access.maySee(caller, patientId, PatientScope.ALERTS));
            return Set.of(patientId);
        }
        if (caller.has(Role.ADMIN)) {
            AccessRefusals.require(access.hasRole(caller, Role.ADMIN));
            return null;
        }
        return AccessRefusals.await(people.patientsOf(caller, PatientScope.ALERTS));
    }

    private static boolean is(Person person, Role role) {
        return person.role().equals(role.name().toLowerCase(Locale.ROOT));
    }

    private static ProblemException noAccess() {
        return ProblemException.forbidden(
                "no_access_to_patient", "You have no access to this patient.");
    }
}
