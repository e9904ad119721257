package dev.wardcast.notifications.inbox;

import static dev.wardcast.eventlog.Keys.bytes;

import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.notifications.push.PushKind;
import dev.wardcast.notifications.push.PushQueue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes into the record what other services told users by themselves, such as an escalation, which
 * must not depend on this service being there. They publish it a second time in a room that nobody
 * follows; how far that was read moves in the transaction that stores it, so each is stored once,
 * on any number of nodes.
 */
@Singleton
final class NoticeIntake {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeIntake.class);
    private static final int BATCH = 500;

    /** Where the next batch begins; whoever holds the row is the one who reads. */
    private static final String CLAIM = "select clock from notice_intake for update skip locked";

    private static final String STORE =
            """
            insert into notifications (id, room, type, content, created_at, details, sent_by)
            values (?, ?, ?, ?, to_timestamp(? / 1000.0), ?::jsonb, ?) on conflict (id) do nothing
            """;

    private final TransactionOperations<Connection> transactions;
    private final RedisLink redis;
    private final JsonMapper json;
    private final PushQueue push;
    private final String room = new Room.Notices().name();
    private final int partition;
    private final byte[] buffer;

    NoticeIntake(
            @Named("notifications") TransactionOperations<Connection> transactions,
            RedisLink redis,
            LogOptions options,
            JsonMapper json,
            PushQueue push) {
        this.transactions = transactions;
        this.push = push;
        this.redis = redis;
        this.json = json;
        Keys keys = new Keys(options.partitions());
        this.partition = keys.partitionOf(room);
        this.buffer = bytes(keys.buffer(partition, room));
    }

    /**
     * Takes what there is; blocks.
     *
     * @return whether there may be more
     */
    boolean take() {
        return transactions.executeWrite(status -> {
            Connection tx = status.getConnection();
            Optional<Long> clock = claim(tx);
            if (clock.isEmpty()) {
                return false;
            }
            // Redis is asked while the row is locked, and only other nodes that would ask the same
            // skip it meanwhile.
            List<StreamMessage<byte[], byte[]>> entries =
                    redis.commands()
                            .xrange(
                                    buffer,
                                    Range.from(
                                            Range.Boundary.excluding(clock.get() + "-0"),
                                            Range.Boundary.unbounded()),
                                    Limit.from(BATCH))
                            .toCompletableFuture()
                            .join();
            if (!entries.isEmpty()) {
                store(tx, entries);
            }
            return entries.size() == BATCH;
        });
    }

    private static Optional<Long> claim(Connection tx) throws SQLException {
        try (Statement select = tx.createStatement();
                ResultSet row = select.executeQuery(CLAIM)) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    private void store(Connection tx, List<StreamMessage<byte[], byte[]>> entries)
            throws SQLException {
        long last = 0;
        Set<String> called = new HashSet<>();
        try (PreparedStatement insert = tx.prepareStatement(STORE)) {
            for (StreamMessage<byte[], byte[]> entry : entries) {
                last = Long.parseLong(entry.getId().substring(0, entry.getId().indexOf('-')));
                event(entry, last).flatMap(event -> add(insert, event)).ifPresent(called::add);
            }
            insert.executeBatch();
        }
        push.tell(tx, called, PushKind.ALERT);
        try (PreparedStatement update = tx.prepareStatement("update notice_intake set clock = ?")) {
            update.setLong(1, last);
            update.executeUpdate();
        }
    }

    private Optional<LogEvent> event(StreamMessage<byte[], byte[]> entry, long clock) {
        for (Map.Entry<byte[], byte[]> field : entry.getBody().entrySet()) {
            if (field.getKey().length == 1 && field.getKey()[0] == 'e') {
                return Optional.of(
                        LogEvent.stored(partition, room, "", clock, 0, field.getValue()));
            }
        }
        return Optional.empty();
    }

    /**
     * One that can't be read is passed over: those behind it must not wait for ever.
     *
     * @return whom it is for
     */
    private Optional<String> add(PreparedStatement insert, LogEvent event) {
        try {
            JsonNode notice =
                    Objects.requireNonNull(
                            json.readValue(
                                    event.data().getBytes(StandardCharsets.UTF_8), JsonNode.class));
            String user = text(notice, "user_id");
            insert.setString(1, text(notice, "id"));
            insert.setString(2, new Room.User(user).name());
            insert.setString(3, text(notice, "type"));
            insert.setString(4, text(notice, "content"));
            insert.setLong(5, event.atMillis());
            insert.setString(6, json.writeValueAsString(notice));
            insert.setString(7, "alert-service");
            insert.addBatch();
            return Optional.of(user);
        } catch (IOException | IllegalArgumentException | SQLException unreadable) {
            LOG.error("notice {} can't be taken into the record", event.id(), unreadable);
            return Optional.empty();
        }
    }

    private static String text(JsonNode notice, String field) {
        JsonNode value = notice.get(field);
        if (value == null || !value.isString()) {
            throw new IllegalArgumentException(field + " (expected: a text)");
        }
        return value.getStringValue();
    }
}
