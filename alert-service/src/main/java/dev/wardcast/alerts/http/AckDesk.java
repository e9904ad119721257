package dev.wardcast.alerts.http;

import dev.wardcast.alerts.life.AckPayload;
import dev.wardcast.alerts.life.Acknowledgement;
import dev.wardcast.alerts.life.Acknowledgements;
import dev.wardcast.alerts.life.Person;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;

/** Checks who acknowledges what, then has it recorded. */
@Singleton
final class AckDesk {

    private final Reception reception;
    private final Acknowledgements acknowledgements;

    AckDesk(Reception reception, Acknowledgements acknowledgements) {
        this.reception = reception;
        this.acknowledgements = acknowledgements;
    }

    /**
     * Access to the patient is decided before the alert is looked up, so that nobody learns about
     * alerts of patients that they may not see.
     *
     * @throws ProblemException if it is refused
     */
    AckPayload acknowledge(
            Caller caller, Actor actor, String alertId, String patientId, AckRequest body)
            throws SQLException {
        requireId("patient_id", patientId);
        body.check();
        boolean possible = Room.ID.matcher(alertId).matches();
        AuditEntry attempt =
                AuditEntry.of(actor, AuditAction.ALERT_ACKNOWLEDGED)
                        .on("alert", possible ? alertId : null);
        Person person = reception.admit(caller, attempt, patientId);
        Acknowledgement request = body.by(person, alertId, patientId);
        if (!possible) {
            throw unknown();
        }
        return switch (acknowledgements.acknowledge(request)) {
            case Acknowledgements.Result.Done done -> done.ack();
            case Acknowledgements.Result.NoSuchAlert ignored -> throw unknown();
            case Acknowledgements.Result.OfAnotherPatient ignored ->
                    throw ProblemException.conflict(
                            "other_patient", "patient_id (expected: the patient of this alert)");
        };
    }

    static void requireId(String name, String id) {
        if (!Room.ID.matcher(id).matches()) {
            throw ProblemException.badRequest(
                    "invalid_" + name, name + " (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
    }

    static ProblemException unknown() {
        return ProblemException.notFound("unknown_alert", "There is no such alert.");
    }
}
