package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.crypto.TextVault;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.notifications.conversations.ChatEvents.Audience;
import dev.wardcast.notifications.text.Place;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations as rows. Blocks; to be called on virtual threads. */
@Singleton
class Conversations {

    private static final String SELECT =
            """
            select c.id, c.title, c.patient_id, c.created_by, c.created_at, c.last_sequence, c.last_at,
                p.read_sequence,
                (select array_agg(o.user_id order by o.user_id) from participants o
                    where o.conversation_id = c.id and o.removed_at is null),
                (select count(*) from (select 1 from messages m where m.conversation_id = c.id
                    and m.sequence > greatest(p.read_sequence, p.visible_after)
                    and m.sender <> p.user_id and m.deleted_at is null limit
            """
                    + Conversation.MOST_UNREAD
                    + """
                    ) as u)
                    from participants p join conversations c on c.id = p.conversation_id
                    where p.user_id = ? and p.removed_at is null
                    """;

    private static final String INSERT =
            """
            insert into conversations (id, title, patient_id, created_by) values (?, ?, ?, ?)
            """;

    private static final String JOIN =
            """
            insert into participants (conversation_id, user_id, added_by)
            select ?, user_id, ? from unnest(?::text[]) as u(user_id)
            """;

    private final TransactionOperations<Connection> transactions;
    private final TextVault vault;
    private final ChatEvents events;
    private final Outbox outbox;
    private final AuditTrail audit;

    Conversations(
            @Named("notifications") TransactionOperations<Connection> transactions,
            TextVault vault,
            ChatEvents events,
            Outbox outbox,
            AuditTrail audit) {
        this.transactions = transactions;
        this.vault = vault;
        this.events = events;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** What the title of a conversation is sealed with. */
    static String context(String id) {
        return "conversation:" + id;
    }

    /** Begins it, and tells everybody who takes part. */
    Conversation create(NewConversation wanted, Actor by) {
        String id = TimeOrderedIds.next();
        String title = wanted.title();
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
                insert.setString(1, id);
                insert.setString(2, title == null ? null : vault.seal(title, context(id)));
                insert.setString(3, wanted.patientId());
                insert.setString(4, by.getName());
                insert.executeUpdate();
            }
            try (PreparedStatement insert = tx.prepareStatement(JOIN)) {
                insert.setString(1, id);
                insert.setString(2, by.getName());
                insert.setArray(
                        3, tx.createArrayOf("text", wanted.participants().toArray(String[]::new)));
                insert.executeUpdate();
            }
            String patient = wanted.patientId();
            outbox.add(
                    tx,
                    events.changed(
                            "conversation_created",
                            null,
                            by.getName(),
                            wanted.participants(),
                            new Audience(id, patient, wanted.participants())));
            if (patient != null) {
                audit.record(
                        tx,
                        AuditEntry.of(by, AuditAction.CONVERSATION_STARTED)
                                .on("conversation", id)
                                .patient(patient));
            }
            return find(tx, by.getName(), id).orElseThrow();
        });
    }

    /** Empty where there is none that this user is in. */
    Optional<Conversation> find(String userId, String id) {
        return transactions.executeRead(status -> find(status.getConnection(), userId, id));
    }

    private Optional<Conversation> find(Connection connection, String userId, String id)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + " and c.id = ?")) {
            select.setString(1, userId);
            select.setString(2, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /**
     * Those that the user is in, where something was said last first.
     *
     * @param after where an earlier page ended; {@code null}: from the beginning
     */
    List<Conversation> list(String userId, @Nullable Place after, int limit) {
        String sql =
                SELECT
                        + (after == null ? "" : " and (c.last_at, c.id) < (?, ?)")
                        + " order by c.last_at desc, c.id desc limit ?";
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(sql)) {
                int at = 1;
                select.setString(at++, userId);
                if (after != null) {
                    select.setObject(at++, after.timestamp().atOffset(ZoneOffset.UTC));
                    select.setString(at++, after.id());
                }
                select.setInt(at, limit);
                List<Conversation> found = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(read(row));
                    }
                }
                return found;
            }
        });
    }

    private Conversation read(ResultSet row) throws SQLException {
        String id = row.getString(1);
        String title = row.getString(2);
        return new Conversation(
                id,
                title == null ? null : vault.open(title, context(id)),
                row.getString(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                Arrays.asList((String[]) row.getArray(9).getArray()),
                row.getLong(6),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                row.getLong(8),
                row.getInt(10));
    }
}
