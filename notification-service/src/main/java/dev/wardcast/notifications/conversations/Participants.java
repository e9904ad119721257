package dev.wardcast.notifications.conversations;

import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.audit.AuditTrail;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.notifications.conversations.ChatEvents.Audience;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is in which conversation. Blocks; to be called on virtual threads. */
@Singleton
class Participants {

    private static final String MEMBERSHIP =
            """
            select c.id, c.patient_id, p.visible_after, p.read_sequence, c.last_sequence,
                (select array_agg(o.user_id order by o.user_id = c.created_by desc, o.added_at, o.user_id)
                    from participants o where o.conversation_id = c.id and o.removed_at is null)
            from participants p join conversations c on c.id = p.conversation_id
            where c.id = ? and p.user_id = ? and p.removed_at is null
            """;

    /** The order of all changes and messages of a conversation. */
    private static final String LOCK =
            "select last_sequence from conversations where id = ? for no key update";

    private static final String ADD =
            """
            insert into participants (conversation_id, user_id, added_by, visible_after)
            values (?, ?, ?, ?)
            on conflict (conversation_id, user_id) do update set added_by = excluded.added_by,
                added_at = now(), removed_at = null, visible_after = excluded.visible_after
            """;

    private static final String REMOVE =
            """
            update participants set removed_at = now()
            where conversation_id = ? and user_id = ? and removed_at is null
            """;

    private static final String WHO =
            """
            select user_id, added_by, added_at, read_sequence from participants
            where conversation_id = ? and removed_at is null order by user_id
            """;

    private static final String WHO_SEES =
            """
            select user_id from participants
            where conversation_id = ? and removed_at is null and visible_after < ?
            """;

    private static final String READ =
            """
            update participants set read_sequence = greatest(read_sequence, least(?,
                (select last_sequence from conversations where id = conversation_id)))
            where conversation_id = ? and user_id = ? and removed_at is null returning read_sequence
            """;

    private final TransactionOperations<Connection> transactions;
    private final ChatEvents events;
    private final Outbox outbox;
    private final AuditTrail audit;

    Participants(
            @Named("notifications") TransactionOperations<Connection> transactions,
            ChatEvents events,
            Outbox outbox,
            AuditTrail audit) {
        this.transactions = transactions;
        this.events = events;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** The user's place in it; empty if there is none, or no such conversation. */
    Optional<Membership> find(String conversationId, String userId) {
        return transactions.executeRead(
                status -> find(status.getConnection(), conversationId, userId));
    }

    private static Optional<Membership> find(
            Connection connection, String conversationId, String userId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MEMBERSHIP)) {
            select.setString(1, conversationId);
            select.setString(2, userId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                List<String> people = List.of((String[]) row.getArray(6).getArray());
                return Optional.of(
                        new Membership(
                                row.getString(1),
                                people.getFirst(),
                                row.getString(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5),
                                Set.copyOf(people)));
            }
        }
    }

    /**
     * Locks the conversation until the transaction ends, and finds what holds from then on.
     *
     * @return empty if there is none, or the user is not in it
     */
    static Optional<Membership> lock(Connection tx, String conversationId, String userId)
            throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(LOCK)) {
            select.setString(1, conversationId);
            select.executeQuery().close();
        }
        return find(tx, conversationId, userId);
    }

    /**
     * Those who see this message: what becomes of it is told to nobody else. Who was removed and
     * added again sees what was said since.
     */
    static Set<String> whoSees(Connection tx, String conversationId, long sequence)
            throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(WHO_SEES)) {
            select.setString(1, conversationId);
            select.setLong(2, sequence);
            Set<String> found = new HashSet<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        }
    }

    List<Participant> list(String conversationId) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(WHO)) {
                select.setString(1, conversationId);
                List<Participant> found = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        found.add(
                                new Participant(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getObject(3, OffsetDateTime.class).toInstant(),
                                        row.getLong(4),
                                        false));
                    }
                }
                return found;
            }
        });
    }

    /**
     * Adds somebody, and tells all. Who is in it already stays as they are.
     *
     * @param history whether they see what was said before
     * @return false if the one who adds is not in it (any more)
     * @throws ProblemException 422 if there are as many as there may be
     */
    boolean add(String conversationId, String userId, boolean history, Actor by) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Optional<Membership> mine = lock(tx, conversationId, by.getName());
            if (mine.isEmpty() || mine.get().participants().contains(userId)) {
                return mine.isPresent();
            }
            Set<String> all = new HashSet<>(mine.get().participants());
            all.add(userId);
            if (all.size() > NewConversation.MOST_PARTICIPANTS) {
                throw ProblemException.unprocessable(
                        List.of(
                                new FieldError(
                                        "user_id", "(expected: somebody for whom there is room)")));
            }
            try (PreparedStatement insert = tx.prepareStatement(ADD)) {
                insert.setString(1, conversationId);
                insert.setString(2, userId);
                insert.setString(3, by.getName());
                insert.setLong(4, history ? 0 : mine.get().lastSequence());
                insert.executeUpdate();
            }
            outbox.add(
                    tx,
                    events.changed(
                            "participant_added",
                            userId,
                            by.getName(),
                            all,
                            Audience.of(mine.get(), all)));
            record(tx, by, AuditAction.PARTICIPANT_ADDED, mine.get(), userId);
            return true;
        });
    }

    /**
     * Removes somebody, who gets nothing that is said after, and tells all, them too.
     *
     * @return whether both were in it
     * @throws ProblemException 403 if the one who removes may remove nobody but themself
     */
    boolean remove(String conversationId, String userId, Actor by) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Optional<Membership> mine = lock(tx, conversationId, by.getName());
            if (mine.isEmpty() || !mine.get().participants().contains(userId)) {
                return false;
            }
            boolean oneself = userId.equals(by.getName());
            if (!oneself && !mine.get().owner().equals(by.getName())) {
                throw ProblemException.forbidden(
                        "not_yours",
                        "Only whoever began the conversation removes others, or who is in it"
                                + " longest since they left.");
            }
            try (PreparedStatement update = tx.prepareStatement(REMOVE)) {
                update.setString(1, conversationId);
                update.setString(2, userId);
                update.executeUpdate();
            }
            Set<String> left = new HashSet<>(mine.get().participants());
            left.remove(userId);
            outbox.add(
                    tx,
                    events.changed(
                            "participant_removed",
                            userId,
                            by.getName(),
                            left,
                            Audience.of(mine.get(), mine.get().participants())));
            record(tx, by, AuditAction.PARTICIPANT_REMOVED, mine.get(), userId);
            return true;
        });
    }

    private void record(
            Connection tx, Actor by, AuditAction action, Membership conversation, String userId)
            throws SQLException {
        String patient = conversation.patientId();
        if (patient != null) {
            audit.record(
                    tx,
                    AuditEntry.of(by, action)
                            .on("conversation", conversation.conversationId())
                            .patient(patient)
                            .detail(userId));
        }
    }

    /**
     * Moves up to where the user has read; never back, and never beyond what there is.
     *
     * @return where it is now
     */
    Optional<Long> read(String conversationId, String userId, long sequence) {
        return transactions.executeWrite(status -> {
            try (PreparedStatement update = status.getConnection().prepareStatement(READ)) {
                update.setLong(1, sequence);
                update.setString(2, conversationId);
                update.setString(3, userId);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
                }
            }
        });
    }
}
