package dev.wardcast.kit.audit;

import dev.wardcast.kit.ids.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One act, for good. It holds ids and codes: no measured value, no name of a person, no token, key
 * or password, in no field.
 *
 * <pre>{@code
 * AuditEntry.of(actor, AuditAction.GRANT_GIVEN).on("grant", grantId).patients(Set.of(patientId))
 * AuditEntry.of(actor, AuditAction.SIGN_IN_REFUSED).on("user", userId).refused("wrong_password")
 * }</pre>
 *
 * @param id UUIDv7; an entry with an id that is there already is not added again
 * @param at when, where it is recorded later than it happened; otherwise {@code null}: the
 *     database's clock at the time of recording
 * @param resourceType what was acted on: {@code user alert rule stream …}
 * @param resourceId which of them; up to 200 characters
 * @param patients whose data it was, each once, in the order of their ids
 * @param reason a code, or a person's words for it (break-glass); up to 2,000 characters
 * @param detail what else there is to say, such as the rooms of a stream; longer than 4,000
 *     characters is cut
 */
public record AuditEntry(
        String id,
        @Nullable Instant at,
        Actor actor,
        AuditAction action,
        String resourceType,
        @Nullable String resourceId,
        List<AuditedPatient> patients,
        Outcome outcome,
        @Nullable String reason,
        @Nullable String detail) {

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z_]{0,39}");
    private static final int LONGEST_RESOURCE_ID = 200;
    private static final int LONGEST_REASON = 2_000;
    private static final int LONGEST_DETAIL = 4_000;

    public AuditEntry {
        id = UUID.fromString(id).toString();
        patients = List.copyOf(patients);
        if (!TYPE.matcher(resourceType).matches()) {
            throw new IllegalArgumentException("resourceType (expected: a word in small letters)");
        }
        if (resourceId != null && resourceId.length() > LONGEST_RESOURCE_ID) {
            throw new IllegalArgumentException("resourceId (expected: at most 200 characters)");
        }
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("reason (expected: at most 2,000 characters)");
        }
        if (detail != null && detail.length() > LONGEST_DETAIL) {
            detail = detail.substring(0, LONGEST_DETAIL - 1) + "…";
        }
        Set<String> ids = new HashSet<>();
        for (AuditedPatient patient : patients) {
            if (!ids.add(patient.patientId())) {
                throw new IllegalArgumentException("patients (expected: each once)");
            }
        }
    }

    /** An act that was allowed and is done, about nothing in particular yet. */
    public static AuditEntry of(Actor actor, AuditAction action) {
        return new AuditEntry(
                TimeOrderedIds.next(),
                null,
                actor,
                action,
                "system",
                null,
                List.of(),
                Outcome.ALLOWED,
                null,
                null);
    }

    public AuditEntry on(String type, @Nullable String resource) {
        return new AuditEntry(
                id, at, actor, action, type, resource, patients, outcome, reason, detail);
    }

    public AuditEntry patients(Collection<String> patientIds) {
        List<AuditedPatient> concerned = new ArrayList<>(patientIds.size());
        for (String patient : new TreeSet<>(patientIds)) {
            concerned.add(new AuditedPatient(patient, 0));
        }
        return counted(concerned);
    }

    public AuditEntry patient(String patientId) {
        return counted(List.of(new AuditedPatient(patientId, 0)));
    }

    /** The patients, and how many events of each went out. */
    public AuditEntry counted(List<AuditedPatient> concerned) {
        return new AuditEntry(
                id,
                at,
                actor,
                action,
                resourceType,
                resourceId,
                concerned,
                outcome,
                reason,
                detail);
    }

    public AuditEntry refused(String code) {
        return ended(Outcome.REFUSED, code);
    }

    public AuditEntry failed(String code) {
        return ended(Outcome.FAILED, code);
    }

    /** Why it was done, where somebody has to say. */
    public AuditEntry because(@Nullable String why) {
        return ended(outcome, why);
    }

    private AuditEntry ended(Outcome how, @Nullable String why) {
        return new AuditEntry(
                id, at, actor, action, resourceType, resourceId, patients, how, why, detail);
    }

    public AuditEntry detail(@Nullable String more) {
        return new AuditEntry(
                id, at, actor, action, resourceType, resourceId, patients, outcome, reason, more);
    }

    /** For what is recorded later than it happened. */
    public AuditEntry at(Instant moment) {
        return new AuditEntry(
                id,
                moment,
                actor,
                action,
                resourceType,
                resourceId,
                patients,
                outcome,
                reason,
                detail);
    }
}
