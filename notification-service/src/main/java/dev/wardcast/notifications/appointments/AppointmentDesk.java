package dev.wardcast.notifications.appointments;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.PatientScope;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.RefusedChanges;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with appointments. One about a patient is for people who may see the patient's
 * record, each of them. One about nobody in particular is made by staff for whomever, and by
 * everybody else for themselves. Blocks; for virtual threads.
 */
@Singleton
class AppointmentDesk {

    /** Who may call others together without a patient that all of them know. */
    private static final Set<Role> STAFF =
            EnumSet.of(Role.DOCTOR, Role.NURSE, Role.THERAPIST, Role.DISPATCHER, Role.ADMIN);

    private final AccessDecisions access;
    private final Participants people;
    private final Appointments appointments;
    private final RefusedChanges refused;

    AppointmentDesk(
            AccessDecisions access,
            Participants people,
            Appointments appointments,
            RefusedChanges refused) {
        this.access = access;
        this.people = people;
        this.appointments = appointments;
        this.refused = refused;
    }

    Appointment make(Caller caller, Actor actor, AppointmentRequest request) {
        Draft draft = request.checked(caller.userId());
        refused.telling(
                act(actor, null, draft.patientId(), "made"),
                () -> mayCall(caller, draft.patientId(), draft.participants()));
        return appointments.add(
                draft, caller.userId(), id -> act(actor, id, draft.patientId(), "made"));
    }

    Appointment move(Caller caller, Actor actor, String id, AppointmentRequest request) {
        Appointment before = own(caller, actor, id, "moved");
        Draft draft = request.checked(caller.userId());
        if (request.patientId() != null && !request.patientId().equals(before.patientId())) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "patient_id",
                                    "(expected: as it was; another patient is another appointment)")));
        }
        AuditEntry act = act(actor, id, before.patientId(), "moved");
        refused.telling(act, () -> mayCall(caller, before.patientId(), draft.participants()));
        return appointments
                .change(id, draft, AppointmentDesk::requireScheduled, act)
                .orElseThrow(AppointmentDesk::unknown);
    }

    Appointment cancel(Caller caller, Actor actor, String id) {
        Appointment before = own(caller, actor, id, "cancelled");
        return appointments
                .cancel(id, now -> {}, act(actor, id, before.patientId(), "cancelled"))
                .orElseThrow(AppointmentDesk::unknown);
    }

    Appointment read(Caller caller, String id) {
        Appointment found = visible(caller, id);
        requireAccess(caller, found);
        return found;
    }

    private void requireAccess(Caller caller, Appointment found) {
        if (found.patientId() != null) {
            AccessRefusals.require(access.maySee(caller, found.patientId(), PatientScope.RECORD));
        }
    }

    /** The caller's own, without those about a patient whom they may not see any more. */
    List<Appointment> list(
            Caller caller, Instant from, @Nullable AppointmentPlace after, int limit) {
        return appointments.list(caller.userId(), from, after, limit);
    }

    List<Appointment> visible(Caller caller, List<Appointment> page) {
        return page.stream().filter(one -> people.maySee(caller, one.patientId())).toList();
    }

    /** The caller's own, to be changed; an ADMIN's are all. */
    private Appointment own(Caller caller, Actor actor, String id, String what) {
        Appointment found = visible(caller, id);
        refused.telling(
                act(actor, id, found.patientId(), what),
                () -> {
                    requireAccess(caller, found);
                    requireOwn(caller, found);
                });
        return found;
    }

    private void requireOwn(Caller caller, Appointment found) {
        if (!found.createdBy().equals(caller.userId())) {
            Decision admin = AccessRefusals.await(access.hasRole(caller, Role.ADMIN));
            if (!(admin instanceof Decision.Allowed)) {
                throw ProblemException.forbidden(
                        "not_yours", "An appointment is changed by who made it, or an ADMIN.");
            }
        }
    }

    private Appointment visible(Caller caller, String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw unknown();
        }
        Appointment found = appointments.find(id).orElseThrow(AppointmentDesk::unknown);
        if (!found.concerns(caller.userId())) {
            Decision admin = AccessRefusals.await(access.hasRole(caller, Role.ADMIN));
            if (!(admin instanceof Decision.Allowed)) {
                throw unknown();
            }
        }
        return found;
    }

    private void mayCall(Caller caller, @Nullable String patientId, SortedSet<String> others) {
        if (patientId != null) {
            AccessRefusals.require(access.maySee(caller, patientId, PatientScope.RECORD));
        } else if (!others.equals(Set.of(caller.userId()))) {
            requireStaff(caller);
        }
        Set<String> without = people.without(others, patientId);
        if (!without.isEmpty()) {
            throw ProblemException.unprocessable(
                    List.of(
                            new FieldError(
                                    "participants",
                                    without
                                            + (patientId == null
                                                    ? " (expected: active users)"
                                                    : " (expected: active users who may see the"
                                                            + " patient's record)"))));
        }
    }

    private void requireStaff(Caller caller) {
        for (Role role : STAFF) {
            if (AccessRefusals.await(access.hasRole(caller, role)) instanceof Decision.Allowed) {
                return;
            }
        }
        throw ProblemException.forbidden(
                "role_required",
                "Without a patient, others are called together by staff. Name the patient, or"
                        + " yourself alone.");
    }

    private static void requireScheduled(Appointment now) {
        if (!now.state().equals("SCHEDULED")) {
            throw ProblemException.conflict(
                    "cancelled", "A cancelled appointment stays as it was.");
        }
    }

    private static AuditEntry act(
            Actor actor, @Nullable String id, @Nullable String patientId, String what) {
        AuditEntry entry =
                AuditEntry.of(actor, AuditAction.APPOINTMENT_CHANGED)
                        .on("appointment", id)
                        .because(what);
        return patientId == null ? entry : entry.patient(patientId);
    }

    /** The same for somebody else's and for none: nobody learns which by asking. */
    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_appointment", "You have no such appointment.");
    }
}
