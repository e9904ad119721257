package dev.wardcast.access.acts;

import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;

/** Adds to the audit in the transaction of this service's own database that is open. */
@Singleton
public final class Acts {

    private final TransactionOperations<Connection> transactions;
    private final AuditTrail trail;

    Acts(@Named("access") TransactionOperations<Connection> transactions, AuditTrail trail) {
        this.transactions = transactions;
        this.trail = trail;
    }

    /** The entry is there if the transaction is committed, and not otherwise. */
    public void done(AuditEntry act) {
        try {
            trail.record(transactions.getConnection(), act);
        } catch (SQLException e) {
            throw new IllegalStateException("the audit takes no entry", e);
        }
    }

    /** What changes no row, such as a refusal: recorded whatever becomes of the rest. */
    public void alone(AuditEntry act) {
        trail.record(act);
    }
}
