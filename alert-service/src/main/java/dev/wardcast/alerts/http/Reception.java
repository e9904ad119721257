package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.Alerts;
import dev.wardcast.alerts.life.Person;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.People;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.RefusedChanges;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who gets in, and in which of their roles they are here. Blocks. */
@Singleton
public final class Reception {

    private final AccessDecisions access;
    private final People people;
    private final Alerts alerts;
    private final RefusedChanges refused;

    Reception(AccessDecisions access, People people, Alerts alerts, RefusedChanges refused) {
        this.access = access;
        this.people = people;
        this.alerts = alerts;
        this.refused = refused;
    }

    /**
     * The caller, in the role that gives them access to this patient's alerts. Who may not is in
     * the audit.
     *
     * @param attempt what they want to do
     * @throws ProblemException if none does
     */
    public Person admit(Caller caller, AuditEntry attempt, String patientId) {
        return refused.telling(
                attempt.patient(patientId), () -> admitted(caller, attempt.actor(), patientId));
    }

    private Person admitted(Caller caller, Actor actor, String patientId) {
        AccessRefusals.require(access.maySee(caller, patientId, PatientScope.ALERTS));
        Optional<Role> role =
                AccessRefusals.await(people.actingRole(caller, patientId, PatientScope.ALERTS));
        // Empty only if access ended between the two questions.
        return Person.in(role.orElseThrow(Reception::noAccess), actor);
    }

    /**
     * The same, in one of these roles.
     *
     * @throws ProblemException if only another one gives access
     */
    public Person admit(Caller caller, AuditEntry attempt, String patientId, Set<Role> oneOf) {
        return refused.telling(
                attempt.patient(patientId),
                () -> {
                    AccessRefusals.requireAs(access, caller, patientId, PatientScope.ALERTS, oneOf);
                    return admitted(caller.onlyAs(oneOf), attempt.actor(), patientId);
                });
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

    private static ProblemException noAccess() {
        return ProblemException.forbidden(
                "no_access_to_patient", "You have no access to this patient.");
    }
}
