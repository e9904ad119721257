package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.AckStatus;
import dev.wardcast.alerts.life.Acknowledgement;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The body of an acknowledgement.
 *
 * @param status {@code acknowledged} unless given
 * @param note at most 2,000 characters
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record AckRequest(@Nullable String status, @Nullable String note) {

    static final AckRequest EMPTY = new AckRequest(null, null);

    private static final int LONGEST_NOTE = 2000;

    /**
     * @throws ProblemException if a field is wrong
     */
    Acknowledgement by(Caller caller, String alertId, String patientId) {
        return new Acknowledgement(
                alertId,
                patientId,
                caller.userId(),
                Acknowledgement.roleOf(caller),
                checkedStatus(),
                checkedNote());
    }

    private AckStatus checkedStatus() {
        if (status == null) {
            return AckStatus.ACKNOWLEDGED;
        }
        return AckStatus.ofWireName(status)
                .orElseThrow(() ->
                        ProblemException.badRequest(
                                "invalid_status",
                                "status (expected: one of " + AckStatus.wireNames() + ")"));
    }

    private @Nullable String checkedNote() {
        if (note != null && note.length() > LONGEST_NOTE) {
            throw ProblemException.badRequest(
                    "invalid_note",
                    "note: %d characters (expected: at most %d)"
                            .formatted(note.length(), LONGEST_NOTE));
        }
        if (note != null && note.indexOf('\0') >= 0) {
            throw ProblemException.badRequest("invalid_note", "note (expected: no NUL characters)");
        }
        return note;
    }
}
