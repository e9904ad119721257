package dev.wardcast.sessions.progress;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.ids.TimeOrderedIds;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who works on which session. A claim is a lease in the session's row: two workers never get the
 * same one, on however many nodes they look, and a worker that dies leaves it to the next one.
 * Blocks.
 */
@Singleton
public class Claims {

    /** A recording that takes five workers with it would take the sixth one too. */
    static final int MOST = 5;

    /** Whoever waits longest comes first. What another worker is just taking is passed over. */
    private static final String CLAIM =
            """
            update sessions set lease_id = ?, lease_owner = ?, lease_seconds = ?,
                free_at = now() + make_interval(secs => ?), claims = claims + 1
            where id = (
                select id from sessions
                where status not in ('processed', 'failed') and free_at <= now()
                order by free_at limit 1 for update skip locked)
            returning id, patient_id, free_at, status, progress, attempt, claims, audio_bytes
            """;

    private static final String HOLD =
            """
            update sessions set free_at = clock_timestamp() + make_interval(secs => lease_seconds)
            where id = ? and lease_id = ? and lease_owner = ? and free_at > clock_timestamp()
                and status not in ('processed', 'failed')
            """;

    private static final String RELEASE =
            """
            update sessions set free_at = clock_timestamp() + make_interval(secs => ?),
                lease_id = null, lease_owner = null
            where id = ? and lease_id = ? and lease_owner = ?
            """;

    private final TransactionOperations<Connection> transactions;
    private final Reports reports;
    private final AuditTrail audit;
    private final SessionMeters meters;

    Claims(
            @Named("sessions") TransactionOperations<Connection> transactions,
            Reports reports,
            AuditTrail audit,
            SessionMeters meters) {
        this.transactions = transactions;
        this.reports = reports;
        this.audit = audit;
        this.meters = meters;
    }

    /**
     * Takes on the session that waits longest.
     *
     * @param lease whole seconds, at least one
     * @return empty if none waits
     */
    public Optional<Claim> next(String worker, Duration lease, Actor by) {
        while (true) {
            Claim claim =
                    transactions.executeWrite(
                            status -> claim(status.getConnection(), worker, lease, by));
            if (claim == null) {
                return Optional.empty();
            }
            if (claim.claim() <= MOST) {
                meters.claimed(claim.claim() > 1);
                return Optional.of(claim);
            }
            giveUp(claim, new Worker(worker, claim.leaseId()), by);
        }
    }

    private void giveUp(Claim claim, Worker worker, Actor by) {
        reports.report(
                claim.sessionId(),
                Report.failed(
                        "Processing failed",
                        "Processing was begun %d times and never came to an end.".formatted(MOST)),
                worker,
                by);
    }

    private @Nullable Claim claim(Connection tx, String worker, Duration lease, Actor by)
            throws SQLException {
        String leaseId = TimeOrderedIds.next();
        int seconds = (int) lease.toSeconds();
        try (PreparedStatement update = tx.prepareStatement(CLAIM)) {
            update.setString(1, leaseId);
            update.setString(2, worker);
            update.setInt(3, seconds);
            update.setInt(4, seconds);
            try (ResultSet row = update.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Claim claim =
                        new Claim(
                                row.getString(1),
                                row.getString(2),
                                leaseId,
                                seconds,
                                row.getObject(3, OffsetDateTime.class).toInstant(),
                                row.getString(4),
                                row.getInt(5),
                                row.getInt(6),
                                row.getInt(7),
                                row.getLong(8));
                audit.record(
                        tx,
                        AuditEntry.of(by, AuditAction.SESSION_CLAIMED)
                                .on("session", claim.sessionId())
                                .patient(claim.patientId()));
                return claim;
            }
        }
    }

    /**
     * Prolongs a lease by its length from now on.
     *
     * @return {@code false} if it is over, or the session has ended
     */
    public boolean hold(Claim claim, String worker) {
        return hold(claim.sessionId(), new Worker(worker, claim.leaseId()));
    }

    /** The same for whoever shows a lease. */
    boolean hold(String sessionId, Worker worker) {
        return transactions.executeWrite(status -> {
            try (PreparedStatement update = status.getConnection().prepareStatement(HOLD)) {
                update.setString(1, sessionId);
                update.setString(2, worker.leaseId());
                update.setString(3, worker.id());
                return update.executeUpdate() == 1;
            }
        });
    }

    /** Gives a session back, for somebody else to take on after a while. */
    public void release(Claim claim, String worker, Duration after) {
        transactions.executeWrite(status -> {
            try (PreparedStatement update = status.getConnection().prepareStatement(RELEASE)) {
                update.setLong(1, after.toSeconds());
                update.setString(2, claim.sessionId());
                update.setString(3, claim.leaseId());
                update.setString(4, worker);
                return update.executeUpdate();
            }
        });
    }
}
