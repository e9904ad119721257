package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.crypto.TextVault;
import dev.wardcast.kit.sql.SqlArrays;
import dev.wardcast.kit.sql.Statements;
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

/**
 * The statements of a batch of messages: one round trip to look, one to store, however many they
 * are. Statements that travel together see one after the other what was committed before them.
 */
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

    private static final String LOOK = String.join(";", LOCK, PARTICIPANTS, KNOWN);

    private final TextVault vault;
    private final MessageRows messages;

    PostRows(TextVault vault, MessageRows messages) {
        this.vault = vault;
        this.messages = messages;
    }

    /**
     * What a batch finds.
     *
     * @param places the conversations that there are, locked until the transaction ends
     * @param known messages that were stored before with the key of one of the drafts
     */
    record Found(Map<String, Locked> places, Map<SenderKey, Message> known) {}

    Found lock(Connection tx, Collection<String> conversations, List<Draft> drafts)
            throws SQLException {
        List<String> ids = List.copyOf(conversations);
        try (PreparedStatement look = tx.prepareStatement(LOOK)) {
            SqlArrays.setTexts(look, 1, ids, id -> id);
            SqlArrays.setTexts(look, 2, ids, id -> id);
            SqlArrays.setTexts(look, 3, drafts, Draft::sender);
            SqlArrays.setTexts(look, 4, drafts, Draft::key);
            look.execute();
            Map<String, Locked> places = new HashMap<>();
            try (ResultSet row = look.getResultSet()) {
                while (row.next()) {
                    String id = row.getString(1);
                    places.put(
                            id,
                            new Locked(
                                    id,
                                    row.getString(2),
                                    row.getLong(3),
                                    Instant.EPOCH,
                                    new HashSet<>()));
                }
            }
            look.getMoreResults();
            try (ResultSet row = look.getResultSet()) {
                takePart(row, places);
            }
            look.getMoreResults();
            try (ResultSet row = look.getResultSet()) {
                return new Found(places, known(row));
            }
        }
    }

    private static void takePart(ResultSet row, Map<String, Locked> places) throws SQLException {
        Map<String, Set<String>> participants = new HashMap<>();
        Instant now = Instant.now();
        while (row.next()) {
            participants
                    .computeIfAbsent(row.getString(1), id -> new HashSet<>())
                    .add(row.getString(2));
            now = row.getObject(3, OffsetDateTime.class).toInstant();
        }
        Instant moment = now;
        places.replaceAll((id, one) ->
                new Locked(
                        id,
                        one.patientId(),
                        one.last(),
                        moment,
                        participants.getOrDefault(id, Set.of())));
    }

    private Map<SenderKey, Message> known(ResultSet row) throws SQLException {
        Map<SenderKey, Message> known = new HashMap<>();
        while (row.next()) {
            Message message = messages.read(row);
            known.put(new SenderKey(message.sender(), row.getString("idempotency_key")), message);
        }
        return known;
    }

    void insert(Statements tx, List<Placing.Fresh> fresh) {
        tx.add(
                        INSERT,
                        values ->
                                values.texts(fresh, one -> one.message().messageId())
                                        .texts(fresh, PostRows::conversation)
                                        .texts(fresh, PostRows::sequence)
                                        .texts(fresh, one -> one.message().sender())
                                        .texts(fresh, one -> one.draft().key())
                                        .texts(fresh, this::sealedText)
                                        .texts(fresh, PostRows::sentAt))
                .add(
                        ADVANCE,
                        values ->
                                values.texts(fresh, PostRows::conversation)
                                        .texts(fresh, PostRows::sequence)
                                        .texts(fresh, PostRows::sentAt));
    }

    private static String conversation(Placing.Fresh one) {
        return one.message().conversationId();
    }

    private static String sequence(Placing.Fresh one) {
        return Long.toString(one.message().sequence());
    }

    private static String sentAt(Placing.Fresh one) {
        return one.message().timestamp().toString();
    }

    private String sealedText(Placing.Fresh one) {
        return vault.seal(
                Objects.requireNonNull(one.message().text()),
                MessageRows.context(one.message().messageId()));
    }
}
