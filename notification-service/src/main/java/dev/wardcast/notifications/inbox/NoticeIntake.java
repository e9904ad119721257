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
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes into the record what other services told users by themselves, such as an escalation, which
 * must not depend on this service being there. They publish it a second time in a room that nobody
 * follows and that keeps it for days; how far that was read moves in the transaction that stores
 * it, so each is stored once, on any number of nodes.
 */
@Singleton
final class NoticeIntake {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeIntake.class);
    private static final int BATCH = 500;

    /** Where the next batch begins; whoever holds the row is the one who reads. */
    private static final String CLAIM = "select clock from notice_intake for update skip locked";

    /** What a notice says beside its text. */
    private static final Set<String> DETAILS = Set.of("alert_id", "patient_id", "tier");

    private final TransactionOperations<Connection> transactions;
    private final RedisLink redis;
    private final JsonMapper json;
    private final PushQueue push;
    private final NotificationRecord record;
    private final Counter holes;
    private final String room = new Room.Notices().name();
    private final int partition;
    private final byte[] buffer;

    NoticeIntake(
            @Named("notifications") TransactionOperations<Connection> transactions,
            RedisLink redis,
            LogOptions options,
            JsonMapper json,
            PushQueue push,
            NotificationRecord record,
            MeterRegistry meters) {
        this.transactions = transactions;
        this.record = record;
        this.holes =
                Counter.builder("wardcast.notices.holes")
                        .description("Times that notices of other services were found missing")
                        .register(meters);
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
                lookForHole(clock.get(), entries.getFirst());
                store(tx, entries);
            }
            return entries.size() == BATCH;
        });
    }

    /** Each entry says which was before it; what is no longer there must not be missed unsaid. */
    private void lookForHole(long read, StreamMessage<byte[], byte[]> next) {
        long before = Long.parseLong(new String(field(next, 'p'), StandardCharsets.US_ASCII));
        // The log forgets a room that was silent for that long, and nothing with it.
        boolean silence = before == 0 && clock(next) - read >= Room.Notices.KEPT.toMillis() * 1_000;
        if (read > 0 && before != read && !silence) {
            holes.increment();
            LOG.error(
                    "notices of other services are missing in the record, told between {} and {}:"
                            + " the log has lost them",
                    instant(read),
                    instant(before));
        }
    }

    private static Instant instant(long clock) {
        return Instant.ofEpochMilli(clock / 1_000);
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
        List<NotificationRecord.Told> told = new ArrayList<>();
        for (StreamMessage<byte[], byte[]> entry : entries) {
            last = clock(entry);
            read(event(entry, last)).ifPresent(told::add);
        }
        record.add(tx, told);
        push.tell(
                tx,
                told.stream().map(NotificationRecord.Told::userId).collect(Collectors.toSet()),
                PushKind.ALERT);
        try (PreparedStatement update = tx.prepareStatement("update notice_intake set clock = ?")) {
            update.setLong(1, last);
            update.executeUpdate();
        }
    }

    private LogEvent event(StreamMessage<byte[], byte[]> entry, long clock) {
        return LogEvent.stored(partition, room, "", clock, 0, field(entry, 'e'));
    }

    private static long clock(StreamMessage<byte[], byte[]> entry) {
        return Long.parseLong(entry.getId().substring(0, entry.getId().indexOf('-')));
    }

    private static byte[] field(StreamMessage<byte[], byte[]> entry, char name) {
        for (Map.Entry<byte[], byte[]> field : entry.getBody().entrySet()) {
            if (field.getKey().length == 1 && field.getKey()[0] == name) {
                return field.getValue();
            }
        }
        throw new IllegalStateException("an entry without " + name);
    }

    /** One that can't be read is passed over: those behind it must not wait for ever. */
    private Optional<NotificationRecord.Told> read(LogEvent event) {
        try {
            JsonNode notice =
                    Objects.requireNonNull(
                            json.readValue(
                                    event.data().getBytes(StandardCharsets.UTF_8), JsonNode.class));
            Map<String, String> details = new TreeMap<>();
            for (String field : DETAILS) {
                JsonNode value = notice.get(field);
                if (value != null && value.isString()) {
                    details.put(field, value.getStringValue());
                }
            }
            String user = text(notice, "user_id");
            return Optional.of(
                    new NotificationRecord.Told(
                            text(notice, "id"),
                            new Room.User(user).id(),
                            text(notice, "type"),
                            text(notice, "content"),
                            Instant.ofEpochMilli(event.atMillis()),
                            details,
                            "alert-service"));
        } catch (IOException | IllegalArgumentException unreadable) {
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
