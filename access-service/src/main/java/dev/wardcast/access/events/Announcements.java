package dev.wardcast.access.events;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.ids.TimeOrderedIds;
import dev.wardcast.kit.outbox.Outbox;
import io.micronaut.json.JsonMapper;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Leaves events in the outbox, in the transaction of what they tell. To be called once in a
 * transaction and as its last act: it waits for others that tell the same rooms something.
 */
@Singleton
public class Announcements {

    private final TransactionOperations<Connection> transactions;
    private final Outbox outbox;
    private final JsonMapper json;

    Announcements(
            @Named("access") TransactionOperations<Connection> transactions,
            Outbox outbox,
            JsonMapper json) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.json = json;
    }

    /**
     * One event for one room.
     *
     * @param data ids and words of ours; no names and nothing that a person wrote
     */
    public record Announcement(Room room, EventType type, Map<String, String> data) {}

    public void add(List<Announcement> announcements) {
        List<NewEvent> events = announcements.stream().map(this::event).toList();
        try {
            outbox.add(transactions.getConnection(), events);
        } catch (SQLException e) {
            throw new IllegalStateException("The events could not be stored", e);
        }
    }

    private NewEvent event(Announcement told) {
        return NewEvent.once(
                TimeOrderedIds.next(), told.room(), told.type(), Instant.now(), bytes(told.data()));
    }

    private byte[] bytes(Map<String, String> data) {
        try {
            return json.writeValueAsBytes(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
