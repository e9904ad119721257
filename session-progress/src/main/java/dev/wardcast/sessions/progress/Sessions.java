package dev.wardcast.sessions.progress;

import static dev.wardcast.sessions.progress.SessionRows.COLUMNS;
import static dev.wardcast.sessions.progress.SessionRows.session;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.projection.SessionProjector;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Sessions as rows. Blocks; to be called on virtual threads. */
@Singleton
public class Sessions {

    private static final String INSERT =
            """
            insert into sessions (id, patient_id, created_by, audio_bytes, status, progress, message,
                created_at, updated_at)
            values (?, ?, ?, ?, 'uploaded', 0, 'Recording received', now(), now())
            returning
            """
                    + COLUMNS;

    /** A place is that of a session of the same patient, so that it tells nothing of others. */
    private static final String OF_PATIENT =
            "select "
                    + COLUMNS
                    + """
                     from sessions where patient_id = ? and (?::text is null
                        or (created_at, id) < (select place.created_at, place.id from sessions place
                            where place.id = ? and place.patient_id = sessions.patient_id))
                    order by created_at desc, id desc limit ?
                    """;

    /** In the same transaction, so that what is found out of another attempt is never told. */
    private static final String RETRY =
            """
            with gone as (delete from results where session_id = ?)
            update sessions set status = 'uploaded', progress = 0, error = null,
                message = 'Waiting to be processed again', attempt = attempt + 1, claims = 0,
                lease_id = null, lease_owner = null, free_at = now(), updated_at = clock_timestamp()
            where id = ? returning
            """
                    + COLUMNS;

    private final TransactionOperations<Connection> transactions;
    private final UntoldTable untold;
    private final SessionNews news;
    private final SessionProjector projector;
    private final AuditTrail audit;
    private final KeptProgress kept;
    private final List<Runnable> arrived = new CopyOnWriteArrayList<>();

    Sessions(
            @Named("sessions") TransactionOperations<Connection> transactions,
            UntoldTable untold,
            SessionNews news,
            SessionProjector projector,
            AuditTrail audit,
            KeptProgress kept) {
        this.transactions = transactions;
        this.untold = untold;
        this.news = news;
        this.projector = projector;
        this.audit = audit;
        this.kept = kept;
    }

    /**
     * Calls back after there is work: a shortcut for workers of this node, which look by
     * themselves.
     */
    public void onArrival(Runnable listener) {
        arrived.add(listener);
    }

    /**
     * Makes a session whose recording is kept already, and has its room told: both, or neither.
     * Then it can be followed.
     */
    public Session create(String id, String patientId, Actor createdBy, long audioBytes) {
        Session created =
                transactions.executeWrite(status -> {
                    Connection tx = status.getConnection();
                    Session session = insert(tx, id, patientId, createdBy.getName(), audioBytes);
                    projector.note(tx, id);
                    untold.note(tx, session);
                    record(tx, createdBy, AuditAction.SESSION_UPLOADED, session);
                    return session;
                });
        projector.project(id, patientId);
        announce(created);
        arrived.forEach(Runnable::run);
        return created;
    }

    Optional<Session> find(String id) {
        return transactions.executeRead(
                status -> Optional.ofNullable(select(status.getConnection(), id, "")));
    }

    /**
     * Sessions of a patient, the newest first.
     *
     * @param after behind this one; {@code null} from the newest on
     */
    List<Session> of(String patientId, @Nullable String after, int most) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(OF_PATIENT)) {
                select.setString(1, patientId);
                select.setString(2, after);
                select.setString(3, after);
                select.setInt(4, most);
                try (ResultSet row = select.executeQuery()) {
                    List<Session> found = new ArrayList<>();
                    while (row.next()) {
                        found.add(session(row));
                    }
                    return found;
                }
            }
        });
    }

    /**
     * Has a session that failed processed again.
     *
     * @return the session as it stands then; empty if there is none
     * @throws ProblemException with 409 if it has not failed
     */
    Optional<Session> retry(String id, Actor by) {
        Optional<Session> retried =
                transactions.executeWrite(status -> {
                    Connection tx = status.getConnection();
                    Session before = select(tx, id, " for update");
                    return before == null ? Optional.empty() : Optional.of(retry(tx, before, by));
                });
        retried.ifPresent(this::announce);
        arrived.forEach(Runnable::run);
        return retried;
    }

    private void announce(Session committed) {
        kept.keep(List.of(committed));
        news.tell(List.of(committed));
    }

    private Session retry(Connection tx, Session before, Actor by) throws SQLException {
        if (Status.of(before) != Status.FAILED) {
            throw ProblemException.conflict(
                    "session_not_failed",
                    "This session is " + before.status() + " (expected: failed).");
        }
        try (PreparedStatement update = tx.prepareStatement(RETRY)) {
            update.setString(1, before.sessionId());
            update.setString(2, before.sessionId());
            Session after = one(update);
            untold.note(tx, after);
            record(tx, by, AuditAction.SESSION_RETRIED, after);
            return after;
        }
    }

    /** What was found out, a JSON object; empty where nothing was. */
    Optional<String> result(String id) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select =
                    status.getConnection()
                            .prepareStatement("select result from results where session_id = ?")) {
                select.setString(1, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    static ProblemException unknown() {
        return ProblemException.notFound("unknown_session", "There is no such session.");
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
}
