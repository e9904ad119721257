package dev.wardcast.access.people;

import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives caregivers and therapists access and ends it. A row says who gave what; a change ends the
 * row and begins another one, so that nobody's deed is written over.
 */
@Singleton
class GrantDesk {

    private static final String REPLACED = "replaced";

    private final Users users;
    private final Patients patients;
    private final Grants grants;
    private final GrantHistory history;
    private final Deeds deeds;

    GrantDesk(Users users, Patients patients, Grants grants, GrantHistory history, Deeds deeds) {
        this.users = users;
        this.patients = patients;
        this.grants = grants;
        this.history = history;
        this.deeds = deeds;
    }

    /**
     * @param startsAt now if there is none; an open grant keeps its own
     * @param endsAt never if there is none
     */
    @Transactional("access")
    void give(
            String caregiverId,
            String patientId,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable String reason,
            Actor by) {
        @Nullable Instant end = stored(endsAt);
        requireBoth(caregiverId, patientId);
        requireRole(caregiverId, "CAREGIVER", "not_a_caregiver", "This user is not a caregiver.");
        // Of two admins at once the second one sees what the first one did.
        users.lock(caregiverId);
        Optional<GrantRow> open = history.notRevoked(caregiverId, patientId);
        @Nullable Instant begin = stored(startsAt);
        if (open.isPresent()) {
            GrantRow before = open.get();
            boolean over = before.endsAt() != null && !before.endsAt().isAfter(Instant.now());
            begin = begin == null && !over ? before.startsAt() : begin;
            if (before.startsAt().equals(begin) && Objects.equals(before.endsAt(), end)) {
                return;
            }
            grants.revoke(caregiverId, patientId, Deeds.idOf(by), REPLACED);
        }
        grants.give(caregiverId, patientId, begin, end, Deeds.idOf(by), reason);
        deeds.record(
                deed(by, AuditAction.GRANT_GIVEN, caregiverId, patientId, reason)
                        .detail("from " + begin + " until " + end));
    }

    @Transactional("access")
    void revoke(String caregiverId, String patientId, @Nullable String reason, Actor by) {
        requireBoth(caregiverId, patientId);
        if (grants.revoke(caregiverId, patientId, Deeds.idOf(by), reason) > 0) {
            deeds.record(deed(by, AuditAction.GRANT_REVOKED, caregiverId, patientId, reason));
        }
    }

    @Transactional("access")
    void assign(String therapistId, String patientId, @Nullable String reason, Actor by) {
        requireBoth(therapistId, patientId);
        requireRole(therapistId, "THERAPIST", "not_a_therapist", "This user is not a therapist.");
        if (grants.assign(therapistId, patientId, Deeds.idOf(by), reason) > 0) {
            deeds.record(deed(by, AuditAction.ASSIGNED, therapistId, patientId, reason));
        }
    }

    @Transactional("access")
    void unassign(String therapistId, String patientId, @Nullable String reason, Actor by) {
        requireBoth(therapistId, patientId);
        if (grants.unassign(therapistId, patientId, Deeds.idOf(by), reason) > 0) {
            deeds.record(deed(by, AuditAction.UNASSIGNED, therapistId, patientId, reason));
        }
    }

    Page<GrantView> ofCaregiver(String id, boolean all, Paging paging) {
        requireUser(id);
        return page(history.ofCaregiver(id, all, paging.before(), paging.oneMore()), paging);
    }

    Page<GrantView> ofTherapist(String id, boolean all, Paging paging) {
        requireUser(id);
        return page(history.ofTherapist(id, all, paging.before(), paging.oneMore()), paging);
    }

    private static Page<GrantView> page(List<GrantRow> found, Paging paging) {
        return Page.of(found, paging, row -> Long.toString(row.id()), GrantRow::view);
    }

    /** The database keeps microseconds, and what is compared with it must be as coarse. */
    private static @Nullable Instant stored(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }

    private static AuditEntry deed(
            Actor by,
            AuditAction action,
            String userId,
            String patientId,
            @Nullable String reason) {
        return AuditEntry.of(by, action).on("user", userId).patient(patientId).because(reason);
    }

    private void requireBoth(String userId, String patientId) {
        requireUser(userId);
        Ids.require("patient_id", patientId);
        if (!patients.exists(patientId)) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
        }
    }

    private void requireUser(String id) {
        Ids.require("id", id);
        if (users.find(id).isEmpty()) {
            throw ProblemException.notFound("unknown_user", "There is no such user.");
        }
    }

    private void requireRole(String userId, String role, String code, String detail) {
        if (!users.rolesOf(userId).contains(role)) {
            throw ProblemException.conflict(code, detail);
        }
    }
}
