package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.crypto.TextVault;
import dev.wardcast.kit.sql.SqlArrays;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The statements of a batch of messages; each is one round trip, however many they are. */
@Singleton
class PostRows {

    /** In the order of ids, so that no two transactions wait for each other in a circle. */
    private static final String LOCK =
            """
            select id, patient_id, last_sequence from conversations where id = any(?::text[])
            order by id for no key update
            """;

    /** After the locks, so it sees who was removed by whoever held them before. */
    private static final String PARTICIPANTS =
            """
            select conversation_id, user_id, clock_timestamp() from participants
            where conversation_id = any(?::text[]) and removed_at is null
            """;

    private static final String KNOWN =
            "select "
                    + MessageRows.COLUMNS
                    + """
                    , m.idempotency_key
                    from unnest(?::text[], ?::text[]) as k(sender, key)
                        join messages m on m.sender = k.sender and m.idempotency_key = k.key
                    """;

    private static final String INSERT =
            """
            insert into messages (id, conversation_id, sequence, sender, idempotency_key, text, sent_at)
            select id, conversation_id, sequence, sender, key, text, sent_at
            from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[],
                ?::timestamptz[])
                as m(id, conversation_id, sequence, sender, key, text, sent_at)
            """;

    private static final String ADVANCE =
            """
            update conversations c set last_sequence = m.last, last_at = m.at
            from (select conversation_id, max(sequence) as last, max(at) as at
                from unnest(?::text[], ?::bigint[], ?::timestamptz[]) as n(conversation_id, sequence, at)
                group by conversation_id) as m
            where c.id = m.conversation_id
            """;

    private final TextVault vault;
    private final MessageRows messages;

    PostRows(TextVault vault, MessageRows messages) {
        this.vault = vault;
        this.messages = messages;
    }

    /** Locks the conversations until the transaction ends. */
    Map<String, Locked> lock(Connection tx, Collection<String> conversations) throws SQLException {
        List<String> ids = List.copyOf(conversations);
        Map<String, Locked> locked = new HashMap<>();
        try (PreparedStatement select = tx.prepareStatement(LOCK)) {
            SqlArrays.setTexts(select, 1, ids, id -> id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String id = row.getString(1);
                    locked.put(
                            id,
                            new Locked(
                                    id, row.getString(2), row.getLong(3), Instant.EPOCH, Set.of()));
                }
            }
        }
        Map<String, Set<String>> participants = new HashMap<>();
        Instant now = participants(tx, ids, participants);
        locked.replaceAll((id, one) ->
                new Locked(
                        id,
                        one.patientId(),
                        one.last(),
                        now,
                        participants.getOrDefault(id, Set.of())));
        return locked;
    }

    private static Instant participants(
            Connection tx, List<String> ids, Map<String, Set<String>> into) throws SQLException {
        Instant now = Instant.now();
        try (PreparedStatement select = tx.prepareStatement(PARTICIPANTS)) {
            SqlArrays.setTexts(select, 1, ids, id -> id);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    into.computeIfAbsent(row.getString(1), id -> new HashSet<>())
                            .add(row.getString(2));
                    now = row.getObject(3, OffsetDateTime.class).toInstant();
                }
            }
        }
        return now;
    }

    Map<SenderKey, Message> known(Connection tx, List<Draft> drafts) throws SQLException {
        Map<SenderKey, Message> known = new HashMap<>();
        try (PreparedStatement select = tx.prepareStatement(KNOWN)) {
            SqlArrays.setTexts(select, 1, drafts, Draft::sender);
            SqlArrays.setTexts(select, 2, drafts, Draft::key);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Message message = messages.read(row);
                    known.put(
                            new SenderKey(message.sender(), row.getString("idempotency_key")),
                            message);
                }
            }
        }
        return known;
    }

    void insert(Connection tx, List<Placing.Fresh> fresh) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
            SqlArrays.setTexts(insert, 1, fresh, one -> one.message().messageId());
            SqlArrays.setTexts(insert, 2, fresh, one -> one.message().conversationId());
            SqlArrays.setTexts(insert, 3, fresh, one -> Long.toString(one.message().sequence()));
            SqlArrays.setTexts(insert, 4, fresh, one -> one.message().sender());
            SqlArrays.setTexts(insert, 5, fresh, one -> one.draft().key());
            SqlArrays.setTexts(
                    insert,
                    6,
                    fresh,
                    one ->
                            vault.seal(
                                    Objects.requireNonNull(one.message().text()),
                                    MessageRows.context(one.message().messageId())));
            SqlArrays.setTexts(insert, 7, fresh, one -> one.message().timestamp().toString());
            insert.executeUpdate();
        }
        try (PreparedStatement update = tx.prepareStatement(ADVANCE)) {
            SqlArrays.setTexts(update, 1, fresh, one -> one.message().conversationId());
            SqlArrays.setTexts(update, 2, fresh, one -> Long.toString(one.message().sequence()));
            SqlArrays.setTexts(update, 3, fresh, one -> one.message().timestamp().toString());
            update.executeUpdate();
        }
    }
}
