package dev.wardcast.alerts.work;

import dev.wardcast.alerts.life.AlertChanges;
import dev.wardcast.alerts.life.AlertEvents;
import dev.wardcast.alerts.life.Raised;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores an outcome, all of it in one transaction and nearly always in one round trip. */
final class Outcomes {

    private static final String SUPPRESSED =
            """
            insert into suppressed_breaches
                (patient_id, rule_id, vital_type, tier, began_at, ended_at)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                ?::timestamptz[])
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
     * Stores and commits.
     *
     * @param first what the transaction has to begin with
     * @return the states as they were written, by patient
     */
    Map<String, byte[]> store(Connection tx, Statements first, int partition, Outcome outcome)
            throws SQLException {
        List<NewEvent> announced = new ArrayList<>(outcome.events());
        Statements statements = first;
        if (!outcome.comebacks().isEmpty()) {
            // What is told depends on what is found.
            first.run(tx);
            statements = new Statements();
            announced.addAll(toldOfComebacks(tx, outcome.comebacks()));
        }
        Map<String, byte[]> written = PatientStates.store(statements, outcome.states());
        PatientStates.look(statements, partition, outcome.looks());
        PatientStates.forget(statements, outcome.forgotten());
        alerts.write(statements, outcome.alerts());
        suppressed(statements, outcome.suppressed());
        outbox.add(statements, announced);
        statements.commit(tx);
        return written;
    }

    /** Who said that it is over has to hear that it is not; anybody else knows already. */
    private List<NewEvent> toldOfComebacks(Connection tx, Collection<Raised> comebacks)
            throws SQLException {
        Set<String> putAway = alerts.resolved(tx, comebacks.stream().map(Raised::alertId).toList());
        return comebacks.stream()
                .filter(again -> putAway.contains(again.alertId()))
                .map(events::cameBack)
                .toList();
    }

    private static void suppressed(Statements tx, List<Outcome.Suppressed> breaches) {
        if (breaches.isEmpty()) {
            return;
        }
        tx.add(
                SUPPRESSED,
                values ->
                        values.texts(breaches, Outcome.Suppressed::patientId)
                                .texts(breaches, Outcome.Suppressed::ruleId)
                                .texts(breaches, Outcome.Suppressed::vitalType)
                                .texts(breaches, breach -> breach.tier().name())
                                .texts(breaches, breach -> breach.beganAt().toString())
                                .texts(breaches, breach -> breach.endedAt().toString()));
    }
}
