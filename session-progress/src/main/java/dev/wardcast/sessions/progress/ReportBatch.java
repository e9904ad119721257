package dev.wardcast.sessions.progress;

import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
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

/** Stores reports of many sessions in one transaction: rows, results, events and audit. Blocks. */
@Singleton
class ReportBatch {

    private final TransactionOperations<Connection> transactions;
    private final StandingTable table;
    private final Outbox outbox;
    private final SessionEvents events;
    private final AuditTrail audit;
    private final LateNews lateNews;
    private final KeptProgress kept;
    private final SessionMeters meters;

    ReportBatch(
            @Named("sessions") TransactionOperations<Connection> transactions,
            StandingTable table,
            Outbox outbox,
            SessionEvents events,
            AuditTrail audit,
            LateNews lateNews,
            KeptProgress kept,
            SessionMeters meters) {
        this.transactions = transactions;
        this.table = table;
        this.outbox = outbox;
        this.events = events;
        this.audit = audit;
        this.lateNews = lateNews;
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
        if (standings.values().stream().anyMatch(s -> s.changed() && !s.tellNow())) {
            lateNews.soon();
        }
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
        List<NewEvent> news = new ArrayList<>();
        for (Standing standing : standings.values()) {
            if (standing.tellNow()) {
                news.add(events.stands(standing.session()));
            }
        }
        outbox.add(tx, news);
        audit.record(tx, entries);
    }

    private static AuditEntry entry(Actor by, Session session) {
        return AuditEntry.of(by, AuditAction.SESSION_REPORTED)
                .on("session", session.sessionId())
                .patient(session.patientId())
                .detail(session.status() + " " + session.progress());
    }
}
