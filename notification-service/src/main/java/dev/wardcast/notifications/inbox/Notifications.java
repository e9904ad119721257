package dev.wardcast.notifications.inbox;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import dev.wardcast.notifications.push.PushBroadcasts;
import dev.wardcast.notifications.push.PushKind;
import dev.wardcast.notifications.push.PushQueue;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notifications as rows. Blocks; to be called on virtual threads. */
@Singleton
class Notifications {

    /** Each room's newest by its index, so that many broadcasts cost no more than a few. */
    private static final String LIST =
            """
            select n.type, n.id, n.content, n.created_at, n.expires_at, n.details ->> 'alert_id',
                n.details ->> 'patient_id', n.details ->> 'tier', n.delivered_at, n.acknowledged_at,
                n.details ->> 'appointment_id', n.details ->> 'time'
            from unnest(?::text[]) as r(room) cross join lateral (
                select n.*, s.delivered_at, s.acknowledged_at
                from notifications n left join notification_states s
                    on s.user_id = ? and s.notification_id = n.id
                where n.room = r.room and (n.expires_at is null or n.expires_at > now())
                    and (not ? or s.acknowledged_at is null)
                    and (n.created_at, n.id) < (?, ?)
                order by n.created_at desc, n.id desc limit ?) as n
            order by n.created_at desc, n.id desc limit ?
            """;

    private static final String INSERT =
            """
            insert into notifications (id, room, type, content, expires_at, sent_by)
            values (?, ?, 'system_notification', ?, ?, ?)
            returning created_at, expires_at
            """;

    /** The first time stays. A broadcast is acknowledged by each for themself. */
    private static final String ACKNOWLEDGE =
            """
            insert into notification_states (user_id, notification_id, acknowledged_at)
            select ?, id, now() from notifications where id = ? and room = any(?::text[])
                and (expires_at is null or expires_at > now())
            on conflict (user_id, notification_id) do update set acknowledged_at =
                coalesce(notification_states.acknowledged_at, excluded.acknowledged_at)
            """;

    private static final String ONE =
            """
            select n.type, n.id, n.content, n.created_at, n.expires_at, n.details ->> 'alert_id',
                n.details ->> 'patient_id', n.details ->> 'tier', s.delivered_at, s.acknowledged_at,
                n.details ->> 'appointment_id', n.details ->> 'time'
            from notifications n join notification_states s
                on s.user_id = ? and s.notification_id = n.id
            where n.id = ?
            """;

    private static final OffsetDateTime LATEST =
            OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final TransactionOperations<Connection> transactions;
    private final Outbox outbox;
    private final PushQueue push;
    private final PushBroadcasts broadcasts;
    private final NotificationEvents events;
    private final NotificationRecord record;

    Notifications(
            @Named("notifications") TransactionOperations<Connection> transactions,
            Outbox outbox,
            PushQueue push,
            PushBroadcasts broadcasts,
            NotificationEvents events,
            NotificationRecord record) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.push = push;
        this.broadcasts = broadcasts;
        this.events = events;
        this.record = record;
    }

    /** Keeps the notice and has it published, once for all whom it is for: both, or neither. */
    Notification send(SystemNotice notice, String sentBy) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Notification sent = insert(tx, notice, sentBy);
            outbox.add(tx, List.of(events.sent(notice, sent)));
            if (notice.room() instanceof Room.User one) {
                push.tell(tx, List.of(one.id()), PushKind.NOTICE);
            } else {
                broadcasts.begin(tx, sent.id(), notice.room());
            }
            return sent;
        });
    }

    private Notification insert(Connection tx, SystemNotice notice, String sentBy)
            throws SQLException {
        String id = TimeOrderedIds.next();
        try (PreparedStatement insert = tx.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setString(2, notice.room().name());
            insert.setString(3, record.seal(id, notice.content()));
            insert.setObject(
                    4,
                    notice.expiresAt() == null
                            ? null
                            : notice.expiresAt().atOffset(ZoneOffset.UTC));
            insert.setString(5, sentBy);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return Notification.pending(
                        id,
                        notice.content(),
                        row.getObject(1, OffsetDateTime.class).toInstant(),
                        instant(row.getObject(2, OffsetDateTime.class)));
            }
        }
    }

    /**
     * The newest first.
     *
     * @param rooms the user's own and those of their audiences
     * @param after where an earlier page ended; {@code null}: from the beginning
     */
    List<Notification> list(
            String userId,
            Collection<Room> rooms,
            boolean unread,
            @Nullable Place after,
            int limit) {
        return transactions.executeRead(status -> {
            try (PreparedStatement select = status.getConnection().prepareStatement(LIST)) {
                select.setArray(1, names(status.getConnection(), rooms));
                select.setString(2, userId);
                select.setBoolean(3, unread);
                select.setObject(
                        4, after == null ? LATEST : after.timestamp().atOffset(ZoneOffset.UTC));
                select.setString(5, after == null ? "" : after.id());
                select.setInt(6, limit);
                select.setInt(7, limit);
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
     * Acknowledges for this user. The first time stays, however often it is repeated.
     *
     * @return empty if there is no such notification in these rooms
     */
    Optional<Notification> acknowledge(String userId, Collection<Room> rooms, String id) {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            try (PreparedStatement update = tx.prepareStatement(ACKNOWLEDGE)) {
                update.setString(1, userId);
                update.setString(2, id);
                update.setArray(3, names(tx, rooms));
                if (update.executeUpdate() == 0) {
                    return Optional.empty();
                }
            }
            try (PreparedStatement select = tx.prepareStatement(ONE)) {
                select.setString(1, userId);
                select.setString(2, id);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(notification(row)) : Optional.empty();
                }
            }
        });
    }

    private static java.sql.Array names(Connection connection, Collection<Room> rooms)
            throws SQLException {
        return connection.createArrayOf(
                "text", rooms.stream().map(Room::name).toArray(String[]::new));
    }

    private Notification notification(ResultSet row) throws SQLException {
        OffsetDateTime delivered = row.getObject(9, OffsetDateTime.class);
        OffsetDateTime acknowledged = row.getObject(10, OffsetDateTime.class);
        return new Notification(
                row.getString(1),
                row.getString(2),
                record.open(row.getString(2), row.getString(3)),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                instant(row.getObject(5, OffsetDateTime.class)),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(11),
                row.getString(12),
                acknowledged != null ? "acknowledged" : delivered != null ? "delivered" : "pending",
                instant(delivered),
                instant(acknowledged));
    }

    private static java.time.@Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
