package dev.wardcast.notifications;

import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notifications as rows. Blocks; to be called on virtual threads. */
@Singleton
class Notifications {

    private static final String COLUMNS = "type, id, content, created_at, acknowledged_at";

    private final TransactionOperations<Connection> transactions;
    private final Outbox outbox;
    private final NotificationEvents events;

    Notifications(
            @Named("notifications") TransactionOperations<Connection> transactions,
            Outbox outbox,
            NotificationEvents events) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
    }

    /** Keeps the notice and has it published: both, or neither. */
    Notification send(SystemNotice notice, String sentBy) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Notification sent = insert(tx, notice, sentBy);
            outbox.add(tx, List.of(events.sent(notice.userId(), sent)));
            return sent;
        });
    }

    private static Notification insert(Connection tx, SystemNotice notice, String sentBy)
            throws SQLException {
        try (PreparedStatement insert =
                tx.prepareStatement(
                        "insert into notifications (id, user_id, type, content, sent_by)"
                                + " values (?, ?, 'system_notification', ?, ?) returning "
                                + COLUMNS)) {
            insert.setString(1, TimeOrderedIds.next());
            insert.setString(2, notice.userId());
            insert.setString(3, notice.content());
            insert.setString(4, sentBy);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return notification(row);
            }
        }
    }

    /**
     * The newest first.
     *
     * @param after where an earlier page ended; {@code null}: from the beginning
     */
    List<Notification> list(String userId, boolean unread, @Nullable Place after, int limit) {
        String sql =
                "select "
                        + COLUMNS
                        + " from notifications where user_id = ?"
                        + (unread ? " and acknowledged_at is null" : "")
                        + (after == null ? "" : " and (created_at, id) < (?, ?)")
                        + " order by created_at desc, id desc limit ?";
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(sql)) {
                int at = 1;
                select.setString(at++, userId);
                if (after != null) {
                    select.setObject(at++, after.timestamp().atOffset(ZoneOffset.UTC));
                    select.setString(at++, after.id());
                }
                select.setInt(at, limit);
                try (ResultSet row = select.executeQuery()) {
                    List<Notification> found = new ArrayList<>();
                    while (row.next()) {
                        found.add(notification(row));
                    }
                    return found;
                }
            }
        });
    }

    /**
     * Acknowledges. The first time stays, however often it is repeated.
     *
     * @return empty if this user has no such notification
     */
    Optional<Notification> acknowledge(String userId, String id) {
        return transactions.executeWrite(status -> {
            try (PreparedStatement update =
                    status.getConnection()
                            .prepareStatement(
                                    "update notifications"
                                            + " set acknowledged_at = coalesce(acknowledged_at, now())"
                                            + " where id = ? and user_id = ? returning "
                                            + COLUMNS)) {
                update.setString(1, id);
                update.setString(2, userId);
                try (ResultSet row = update.executeQuery()) {
                    return row.next() ? Optional.of(notification(row)) : Optional.empty();
                }
            }
        });
    }

    private static Notification notification(ResultSet row) throws SQLException {
        return new Notification(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                instant(row.getObject(5, OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
