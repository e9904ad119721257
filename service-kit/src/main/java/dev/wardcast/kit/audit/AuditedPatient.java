package dev.wardcast.kit.audit;

import dev.wardcast.eventlog.Room;

/**
 * Whose data an act was about.
 *
 * @param events how many events of this patient went out, for {@link AuditAction#DELIVERED}; 0
 *     otherwise
 */
public record AuditedPatient(String patientId, int events) {
    public AuditedPatient {
        if (!Room.ID.matcher(patientId).matches()) {
            throw new IllegalArgumentException("patientId (expected: an id)");
        }
        if (events < 0) {
            throw new IllegalArgumentException("events: " + events + " (expected: 0 or more)");
        }
    }
}
