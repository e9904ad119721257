package dev.wardcast.sessions.progress;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.sessions.progress.Reports.Waiting;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stores reports of many sessions in one transaction: rows, results, notes of what is to be told,
 * and audit. Blocks.
 */
@Singleton
class ReportBatch {

    private final TransactionOperations<Connection> transactions;
    private final StandingTable table;
    private final AuditTrail audit;
    private final SessionNews news;
    private final KeptProgress kept;
    private final SessionMeters meters;

    ReportBatch(
            @Named("sessions") TransactionOperations<Connection> transactions,
            StandingTable table,
            AuditTrail audit,
            SessionNews news,
            KeptProgress kept,
            SessionMeters meters) {
        this.transactions = transactions;
        this.table = table;
        this.audit = audit;
        this.news = news;
        this.kept = kept;
        this.meters = meters;
    }

    /**
     * Stores all and then answers each.
     *
     * @throws RuntimeException if nothing is stored, and nobody answered
     */
    void store(List<Waiting> reports) {
        Map<String, Standing> standings = new LinkedHashMap<>();
        // Told after the commit: before it, nothing is true yet.
        List<Runnable> answers = new ArrayList<>();
        transactions.executeWrite(status -> {
            store(status.getConnection(), reports, standings, answers);
            return reports.size();
        });
        List<Session> changed =
                standings.values().stream()
                        .filter(Standing::changed)
                        .map(Standing::session)
                        .toList();
        kept.keep(changed);
        news.tell(changed);
        meters.reported(reports.size(), changed);
        answers.forEach(Runnable::run);
    }

    private void store(
            Connection tx,
            List<Waiting> reports,
            Map<String, Standing> standings,
            List<Runnable> answers)
            throws SQLException {
        standings.putAll(table.lock(tx, reports.stream().map(Waiting::sessionId).toList()));
        List<AuditEntry> entries = new ArrayList<>();
        for (Waiting waiting : reports) {
            Standing standing = standings.get(waiting.sessionId());
            try {
                if (standing == null) {
                    throw Sessions.unknown();
                }
                Session before = standing.session();
                Session after = standing.take(waiting.report(), waiting.worker());
                if (!after.status().equals(before.status())) {
                    entries.add(entry(waiting.by(), after));
                }
                answers.add(() -> waiting.answer().complete(after));
            } catch (ProblemException refusal) {
                answers.add(() -> waiting.answer().completeExceptionally(refusal));
            }
        }
        table.store(tx, standings.values());
        audit.record(tx, entries);
    }

    private static AuditEntry entry(Actor by, Session session) {
        return AuditEntry.of(by, AuditAction.SESSION_REPORTED)
                .on("session", session.sessionId())
                .patient(session.patientId())
                .detail(session.status() + " " + session.progress());
    }
}
