package dev.wardcast.notifications.push;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.People;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, for a notice to many, whom of them to tell outside of streams: who belongs to the audience
 * and has a subscription. Some at a time, each lot in a transaction with how far it came, so that a
 * notice to everybody holds up nothing and survives a restart.
 */
@Singleton
public final class PushBroadcasts {

    private static final int LOT = 500;

    private static final String BEGIN =
            "insert into push_broadcasts (notification_id, room) values (?, ?)";

    /** Taken for ten seconds; if its worker dies, somebody else goes on then. */
    private static final String TAKE =
            """
            update push_broadcasts b set due_at = now() + interval '10 seconds'
            from notifications n
            where n.id = b.notification_id and b.notification_id =
                (select notification_id from push_broadcasts where due_at <= now()
                 order by due_at limit 1 for update skip locked)
            returning b.notification_id, b.room, b.after_user,
                n.expires_at is not null and n.expires_at <= now() as expired
            """;

    private static final String CANDIDATES =
            """
            select distinct user_id from push_subscriptions where user_id > ?
            order by user_id limit
            """
                    + LOT;

    private static final String GO_ON =
            "update push_broadcasts set after_user = ?, due_at = now() where notification_id = ?";

    private final TransactionOperations<Connection> transactions;
    private final PushQueue queue;
    private final People people;

    PushBroadcasts(
            @Named("notifications") TransactionOperations<Connection> transactions,
            PushQueue queue,
            People people) {
        this.transactions = transactions;
        this.queue = queue;
        this.people = people;
    }

    private record Lot(String notificationId, Room audience, List<String> candidates) {
        boolean last() {
            return candidates.size() < LOT;
        }
    }

    /**
     * Notes in the transaction of the notice that it is to be told.
     *
     * @param audience for whom it is
     */
    public void begin(Connection tx, String notificationId, Room audience) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement(BEGIN)) {
            insert.setString(1, notificationId);
            insert.setString(2, audience.name());
            insert.executeUpdate();
        }
    }

    /**
     * Notes for the next lot of users that they are to be told. Blocks; any number of nodes may.
     *
     * @return whether there was something to do
     * @throws RuntimeException while nobody can say who belongs to the audience; the lot is taken
     *     again then
     */
    boolean noteNext() {
        Optional<Lot> taken = transactions.executeWrite(status -> take(status.getConnection()));
        if (taken.isEmpty()) {
            return false;
        }
        Lot lot = taken.get();
        // Asked between the transactions, which must not wait for Redis.
        Set<String> members =
                AccessRefusals.await(
                        people.inAudience(new HashSet<>(lot.candidates()), lot.audience()));
        transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            queue.tell(tx, members, PushKind.NOTICE);
            if (lot.last()) {
                return delete(tx, lot.notificationId());
            }
            try (PreparedStatement update = tx.prepareStatement(GO_ON)) {
                update.setString(1, lot.candidates().getLast());
                update.setString(2, lot.notificationId());
                return update.executeUpdate();
            }
        });
        return true;
    }

    private static Optional<Lot> take(Connection tx) throws SQLException {
        try (PreparedStatement take = tx.prepareStatement(TAKE);
                ResultSet row = take.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            String id = row.getString("notification_id");
            List<String> candidates =
                    row.getBoolean("expired")
                            ? List.of()
                            : candidates(tx, row.getString("after_user"));
            return Optional.of(new Lot(id, Room.parse(row.getString("room")), candidates));
        }
    }

    private static List<String> candidates(Connection tx, String after) throws SQLException {
        try (PreparedStatement select = tx.prepareStatement(CANDIDATES)) {
            select.setString(1, after);
            List<String> users = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    users.add(row.getString(1));
                }
            }
            return users;
        }
    }

    private static int delete(Connection tx, String notificationId) throws SQLException {
        try (PreparedStatement delete =
                tx.prepareStatement("delete from push_broadcasts where notification_id = ?")) {
            delete.setString(1, notificationId);
            return delete.executeUpdate();
        }
    }
}
