package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.AckStatus;
import dev.wardcast.alerts.life.Acknowledgement;
import dev.wardcast.alerts.life.Person;
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

    /**
     * @throws ProblemException if a field is wrong
     */
    void check() {
        checkedStatus();
        checkedNote();
    }

    /**
     * @throws ProblemException if a field is wrong
     */
    Acknowledgement by(Person person, String alertId, String patientId) {
        return new Acknowledgement(alertId, patientId, person, checkedStatus(), checkedNote());
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
        return note == null ? null : Texts.checked("note", note, Texts.LONGEST_NOTE);
    }
}
