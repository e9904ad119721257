package dev.wardcast.access.events;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Records in the audit what administrators and clinicians do here. */
@Singleton
public class Deeds {

    private final TransactionOperations<Connection> transactions;
    private final AuditTrail trail;

    Deeds(@Named("access") TransactionOperations<Connection> transactions, AuditTrail trail) {
        this.transactions = transactions;
        this.trail = trail;
    }

    /** In the transaction of the deed: neither is there without the other. */
    public void record(AuditEntry... entries) {
        try {
            trail.record(transactions.getConnection(), List.of(entries));
        } catch (SQLException e) {
            throw new IllegalStateException("The audit could not be written", e);
        }
    }

    /** What was read, before it is answered. */
    public void read(AuditEntry entry) {
        trail.record(entry);
    }

    /** Who it was; everything here is behind a sign-in. */
    public static String idOf(Actor by) {
        String id = by.id();
        if (id == null) {
            throw new IllegalStateException("an actor without an id (expected: a user)");
        }
        return id;
    }
}
