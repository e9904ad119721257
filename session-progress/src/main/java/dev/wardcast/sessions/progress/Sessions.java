package dev.wardcast.sessions.progress;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.projection.SessionProjector;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sessions as rows. Blocks; to be called on virtual threads. */
@Singleton
public class Sessions {

    private static final String COLUMNS =
            "id, patient_id, status, progress, message, error, created_at, updated_at";

    private static final String INSERT =
            """
            insert into sessions (id, patient_id, created_by, audio_bytes, status, progress, message,
                created_at, updated_at)
            values (?, ?, ?, ?, 'uploaded', 0, 'Recording received', now(), now())
            returning
            """
                    + COLUMNS;

    /** The time of this moment: now() is that of the begin, before the wait for the row's lock. */
    private static final String UPDATE =
            """
            update sessions set status = ?, progress = ?, message = ?, error = ?,
                updated_at = clock_timestamp()
            where id = ? returning
            """
                    + COLUMNS;

    private final TransactionOperations<Connection> transactions;
    private final Outbox outbox;
    private final SessionEvents events;
    private final SessionProjector projector;
    private final AuditTrail audit;

    Sessions(
            @Named("sessions") TransactionOperations<Connection> transactions,
            Outbox outbox,
            SessionEvents events,
            SessionProjector projector,
            AuditTrail audit) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.projector = projector;
        this.audit = audit;
    }

    /**
     * Makes a session whose recording is kept already, and has it published: both, or neither. Then
     * it can be followed.
     */
    public Session create(String id, String patientId, Actor createdBy, long audioBytes) {
        Session created =
                transactions.executeWrite(status -> {
                    Connection tx = status.getConnection();
                    Session session = insert(tx, id, patientId, createdBy.getName(), audioBytes);
                    projector.note(tx, id);
                    outbox.add(tx, List.of(events.stands(session, Status.UPLOADED)));
                    record(tx, createdBy, AuditAction.SESSION_UPLOADED, session);
                    return session;
                });
        projector.project(id, patientId);
        return created;
    }

    Optional<Session> find(String id) {
        return transactions.executeRead(
                status -> Optional.ofNullable(select(status.getConnection(), id, "")));
    }

    /**
     * Takes a report. Of two at once the second one waits for the first and is judged by what that
     * left.
     *
     * @return the session as it stands then; empty if there is none
     * @throws ProblemException with 409 if it had ended before
     */
    Optional<Session> report(String id, Report report, Actor by) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Session before = select(tx, id, " for update");
            return before == null ? Optional.empty() : Optional.of(report(tx, before, report, by));
        });
    }

    private Session report(Connection tx, Session before, Report report, Actor by)
            throws SQLException {
        Status standing = Status.ofWireName(before.status()).orElseThrow();
        return switch (Progression.of(standing, before.progress(), report)) {
            case Progression.Unchanged _ -> before;
            case Progression.Ended _ ->
                    throw ProblemException.conflict(
                            "session_ended",
                            "This session is " + before.status() + "; nothing follows.");
            case Progression.To to -> {
                Session after = update(tx, before.sessionId(), to);
                outbox.add(tx, List.of(events.stands(after, to.status())));
                record(tx, by, AuditAction.SESSION_REPORTED, after);
                yield after;
            }
        };
    }

    private void record(Connection tx, Actor by, AuditAction what, Session session)
            throws SQLException {
        audit.record(
                tx,
                AuditEntry.of(by, what)
                        .on("session", session.sessionId())
                        .patient(session.patientId())
                        .detail(session.status() + " " + session.progress()));
    }

    private static Session insert(
            Connection tx, String id, String patientId, String createdBy, long audioBytes)
            throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setString(2, patientId);
            insert.setString(3, createdBy);
            insert.setLong(4, audioBytes);
            return one(insert);
        }
    }

    private static Session update(Connection tx, String id, Progression.To to) throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(UPDATE)) {
            update.setString(1, to.status().wireName());
            update.setInt(2, to.progress());
            update.setString(3, to.message());
            update.setString(4, to.error());
            update.setString(5, id);
            return one(update);
        }
    }

    private static @Nullable Session select(Connection connection, String id, String lock)
            throws SQLException {
        String sql = "select " + COLUMNS + " from sessions where id = ?" + lock;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? session(row) : null;
            }
        }
    }

    private static Session one(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return session(row);
        }
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                row.getObject(8, OffsetDateTime.class).toInstant());
    }
}
