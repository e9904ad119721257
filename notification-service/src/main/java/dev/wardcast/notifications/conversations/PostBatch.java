package dev.wardcast.notifications.conversations;

import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.sql.Statements;
import dev.wardcast.notifications.push.PushKind;
import dev.wardcast.notifications.push.PushQueue;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives drafts their places and stores them with their events, all in one transaction. The lock on
 * the conversation's row is the order of its messages: whoever holds it sees all that came before.
 */
@Singleton
class PostBatch {

    private final TransactionOperations<Connection> transactions;
    private final Sights sights;
    private final PostRows rows;
    private final ChatEvents events;
    private final Outbox outbox;
    private final PushQueue push;
    private final AuditTrail audit;

    PostBatch(
            @Named("notifications") TransactionOperations<Connection> transactions,
            Sights sights,
            PostRows rows,
            ChatEvents events,
            Outbox outbox,
            PushQueue push,
            AuditTrail audit) {
        this.transactions = transactions;
        this.sights = sights;
        this.rows = rows;
        this.events = events;
        this.outbox = outbox;
        this.push = push;
        this.audit = audit;
    }

    /**
     * What became of each, in their order; blocks. Never to be called within another transaction,
     * which would be committed with it.
     */
    List<Posted> post(List<Draft> drafts) {
        Set<String> conversations = new TreeSet<>();
        drafts.forEach(draft -> conversations.add(draft.conversationId()));
        Map<String, Set<String>> withoutSight = sights.withoutSight(conversations);
        return transactions.executeWrite(
                status -> store(status.getConnection(), drafts, conversations, withoutSight));
    }

    private List<Posted> store(
            Connection tx,
            List<Draft> drafts,
            Set<String> conversations,
            Map<String, Set<String>> withoutSight)
            throws SQLException {
        PostRows.Found found = rows.lock(tx, conversations, drafts);
        Map<String, Locked> places = found.places();
        Placing placing = new Placing(places, found.known(), withoutSight);
        List<Posted> posted = drafts.stream().map(placing::place).toList();
        List<Placing.Fresh> fresh = placing.fresh();
        if (!fresh.isEmpty()) {
            List<NewEvent> told = new ArrayList<>();
            List<AuditEntry> acts = new ArrayList<>();
            Set<String> elsewhere = new HashSet<>();
            for (Placing.Fresh one : fresh) {
                told.addAll(events.sent(one.message(), one.audience()));
                one.audience().userIds().stream()
                        .filter(user -> !user.equals(one.message().sender()))
                        .forEach(elsewhere::add);
                act(one).ifPresent(acts::add);
            }
            Statements all = new Statements();
            rows.insert(all, fresh);
            outbox.add(all, told);
            push.tell(all, elsewhere, PushKind.MESSAGE);
            audit.record(all, acts);
            // In one round trip: meanwhile nobody else says anything in these conversations.
            all.commit(tx);
        }
        return posted;
    }

    /** Of a patient's data; what is about nobody is told by the message itself. */
    private static Optional<AuditEntry> act(Placing.Fresh one) {
        String patient = one.audience().patientId();
        return patient == null
                ? Optional.empty()
                : Optional.of(
                        AuditEntry.of(one.draft().actor(), AuditAction.MESSAGE_SENT)
                                .on("message", one.message().messageId())
                                .patient(patient));
    }
}
