package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChanges;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.outbox.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores an outcome, all of it in the transaction of the caller. */
final class Outcomes {

    private static final String SUPPRESSED =
            """
            insert into suppressed_breaches
                (patient_id, rule_id, vital_type, tier, began_at, ended_at)
            values (?, ?, ?, ?, ?, ?)
            """;

    private final AlertChanges alerts;
    private final AlertEvents events;
    private final Outbox outbox;

    Outcomes(AlertChanges alerts, AlertEvents events, Outbox outbox) {
        this.alerts = alerts;
        this.events = events;
        this.outbox = outbox;
    }

    /**
     * @return the states as they were written, by patient
     */
    Map<String, byte[]> store(Connection tx, int partition, Outcome outcome) throws SQLException {
        Map<String, byte[]> written = PatientStates.store(tx, outcome.states());
        PatientStates.look(tx, partition, outcome.looks());
        PatientStates.forget(tx, outcome.forgotten());
        List<NewEvent> announced = new ArrayList<>(outcome.events());
        Set<String> putAway =
                outcome.comebacks().isEmpty()
                        ? Set.of()
                        : alerts.resolved(
                                tx, outcome.comebacks().stream().map(Raised::alertId).toList());
        for (Raised again : outcome.comebacks()) {
            // Who said that it is over has to hear that it is not; anybody else knows already.
            if (putAway.contains(again.alertId())) {
                announced.add(events.cameBack(again));
            }
        }
        alerts.write(tx, outcome.alerts().values());
        suppressed(tx, outcome.suppressed());
        outbox.add(tx, announced);
        return written;
    }

    private static void suppressed(Connection tx, List<Outcome.Suppressed> breaches)
            throws SQLException {
        if (breaches.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = tx.prepareStatement(SUPPRESSED)) {
            for (Outcome.Suppressed breach : breaches) {
                insert.setString(1, breach.patientId());
                insert.setString(2, breach.ruleId());
                insert.setString(3, breach.vitalType());
                insert.setString(4, breach.tier().name());
                insert.setObject(5, breach.beganAt().atOffset(ZoneOffset.UTC));
                insert.setObject(6, breach.endedAt().atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
