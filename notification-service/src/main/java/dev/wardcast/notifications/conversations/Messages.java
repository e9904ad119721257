package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.crypto.TextVault;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.notifications.conversations.ChatEvents.Audience;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages that are there: read, edited, deleted. Blocks; to be called on virtual threads. */
@Singleton
class Messages {

    private static final String LIST =
            "select "
                    + MessageRows.COLUMNS
                    + """
                     from messages m where m.conversation_id = ? and m.sequence > ? and m.sequence < ?
                    order by m.sequence desc limit ?
                    """;

    private static final String ONE =
            "select "
                    + MessageRows.COLUMNS
                    + " from messages m where m.conversation_id = ? and m.id = ?";

    private static final String KEEP_FORMER =
            """
            insert into message_changes (id, message_id, kind, changed_by, changed_at, former_text)
            values (?, ?, ?, ?, clock_timestamp(), ?)
            """;

    private static final String CHANGE =
            "update messages m set text = ?, "
                    + "edited_at = case when ? then edited_at else clock_timestamp() end, "
                    + "deleted_at = case when ? then clock_timestamp() end "
                    + "where m.id = ? returning "
                    + MessageRows.COLUMNS;

    private final TransactionOperations<Connection> transactions;
    private final Sights sights;
    private final MessageRows rows;
    private final TextVault vault;
    private final ChatEvents events;
    private final Outbox outbox;
    private final AuditTrail audit;

    Messages(
            @Named("notifications") TransactionOperations<Connection> transactions,
            Sights sights,
            MessageRows rows,
            TextVault vault,
            ChatEvents events,
            Outbox outbox,
            AuditTrail audit) {
        this.transactions = transactions;
        this.sights = sights;
        this.rows = rows;
        this.vault = vault;
        this.events = events;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** What a former text is sealed with. */
    static String contextOfChange(String id) {
        return "change:" + id;
    }

    /**
     * The newest first.
     *
     * @param before sequence where an earlier page ended; {@link Long#MAX_VALUE}: from the newest
     */
    List<Message> list(Membership mine, long before, int limit) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(LIST)) {
                select.setString(1, mine.conversationId());
                select.setLong(2, mine.visibleAfter());
                select.setLong(3, before);
                select.setInt(4, limit);
                List<Message> found = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(rows.read(row));
                    }
                }
                return found;
            }
        });
    }

    /** One that was said in this user's time; empty if there is none. */
    Optional<Message> find(Membership mine, String messageId) {
        return transactions
                .executeRead(
                        status -> find(status.getConnection(), mine.conversationId(), messageId))
                .filter(found -> found.sequence() > mine.visibleAfter());
    }

    private Optional<Message> find(Connection connection, String conversationId, String messageId)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ONE)) {
            select.setString(1, conversationId);
            select.setString(2, messageId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(rows.read(row)) : Optional.empty();
            }
        }
    }

    /** What became of a change. */
    sealed interface Changed {

        /** As it is now; it may have been so before. */
        record To(Message message) implements Changed {}

        record NotThere() implements Changed {}

        /** Somebody else said it. */
        record NotYours() implements Changed {}

        /** It was deleted, and stays so. */
        record Deleted() implements Changed {}
    }

    /**
     * Changes a message of one's own; what it was stays in the trace.
     *
     * @param text {@code null}: deletes it
     */
    Changed change(String conversationId, String messageId, @Nullable String text, Actor by) {
        Set<String> unseeing =
                sights.withoutSight(Set.of(conversationId)).getOrDefault(conversationId, Set.of());
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Optional<Membership> mine = Participants.lock(tx, conversationId, by.getName());
            Optional<Message> found =
                    mine.isEmpty() ? Optional.empty() : find(tx, conversationId, messageId);
            if (found.isEmpty()) {
                return new Changed.NotThere();
            }
            Message before = found.get();
            if (!before.sender().equals(by.getName())) {
                return before.sequence() > mine.get().visibleAfter()
                        ? new Changed.NotYours()
                        : new Changed.NotThere();
            }
            if (before.deletedAt() != null) {
                return text == null ? new Changed.To(before) : new Changed.Deleted();
            }
            if (Objects.equals(before.text(), text)) {
                return new Changed.To(before);
            }
            Set<String> recipients = Participants.whoSees(tx, conversationId, before.sequence());
            recipients.removeAll(unseeing);
            return new Changed.To(store(tx, mine.get(), before, text, by, recipients));
        });
    }

    private Message store(
            Connection tx,
            Membership mine,
            Message before,
            @Nullable String text,
            Actor by,
            Set<String> recipients)
            throws SQLException {
        boolean deletes = text == null;
        String change = TimeOrderedIds.next();
        String id = before.messageId();
        try (PreparedStatement insert = tx.prepareStatement(KEEP_FORMER)) {
            insert.setString(1, change);
            insert.setString(2, id);
            insert.setString(3, deletes ? "deleted" : "edited");
            insert.setString(4, by.getName());
            insert.setString(
                    5, vault.seal(Objects.requireNonNull(before.text()), contextOfChange(change)));
            insert.executeUpdate();
        }
        Message after = update(tx, id, text);
        Audience audience = Audience.of(mine, recipients);
        outbox.add(
                tx,
                deletes
                        ? events.deleted(after, change, audience)
                        : events.edited(after, change, audience));
        String patient = mine.patientId();
        if (patient != null) {
            AuditAction action = deletes ? AuditAction.MESSAGE_DELETED : AuditAction.MESSAGE_EDITED;
            audit.record(tx, AuditEntry.of(by, action).on("message", id).patient(patient));
        }
        return after;
    }

    private Message update(Connection tx, String id, @Nullable String text) throws SQLException {
        try (PreparedStatement update = tx.prepareStatement(CHANGE)) {
            update.setString(1, text == null ? null : vault.seal(text, MessageRows.context(id)));
            update.setBoolean(2, text == null);
            update.setBoolean(3, text == null);
            update.setString(4, id);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return rows.read(row);
            }
        }
    }
}
