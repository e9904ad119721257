package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.TraceContext;
import dev.wardcast.kit.sql.SqlArrays;
import dev.wardcast.kit.sql.Statements;
import dev.wardcast.kit.trace.Tracing;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the transaction of the rows they speak of: both become true, or neither does.
 *
 * <p>The events of one room are published in the order in which their transactions committed.
 */
@Singleton
public final class Outbox {

    /**
     * Bounds the locks that one transaction takes. Rooms that share a stripe wait for each other
     * until commit, which is correct and rare.
     */
    private static final int ROOM_STRIPES = 64;

    /**
     * Without the lock, a transaction could take a lower id than a concurrent one of the same room
     * and commit after it, and the relay would publish the two in the wrong order. Sorted, so that
     * two transactions never wait for each other in a circle.
     */
    private static final String LOCK_ROOMS =
            """
            select pg_advisory_xact_lock(hashtext('outbox:' || current_schema()), stripe)
            from (select distinct abs(hashtext(room) %% %d) as stripe
                  from unnest(?::text[]) as r(room) order by stripe) as stripes
            """
                    .formatted(ROOM_STRIPES);

    private static final String INSERT =
            """
            insert into outbox (event_id, room, rooms, type, at, data, collapse_key, trace)
            select event_id, room, string_to_array(rooms, ' '), type, at, data, collapse_key, trace
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[],
                ?::text[], ?::text[])
                with ordinality
                as e(event_id, room, rooms, type, at, data, collapse_key, trace, place)
            order by place
            on conflict (event_id) do nothing
            """;

    private static final String WAKE =
            "select pg_notify('" + OutboxSession.CHANNEL_PREFIX + "' || current_schema(), '')";

    /**
     * Adds events to the transaction that is open on the connection. An event whose id is there
     * already changes nothing.
     *
     * <p>The relay, on whichever node it runs, hears of the commit at once.
     *
     * @param tx not in auto-commit mode; its schema is the one with the table {@code outbox}. In a
     *     {@code @Transactional} method: {@code TransactionOperations.getConnection()}
     * @param events in the order in which they are to be published
     * @throws IllegalArgumentException if an event is not {@link NewEvent#once}: the relay
     *     publishes at least once, and only such an event is then taken at most once
     */
    public void add(Connection tx, List<NewEvent> events) throws SQLException {
        addToRooms(tx, events.stream().map(Multicast::of).toList());
    }

    /**
     * As {@link #add}, for events that are the same in many rooms: one row each, one call of Redis,
     * and in each room in its place among all others.
     */
    public void addToRooms(Connection tx, List<Multicast> multicasts) throws SQLException {
        // In one round trip, because all of it is under the locks of the caller's rows.
        Statements statements = new Statements();
        addToRooms(statements, multicasts);
        statements.run(tx);
    }

    /** As {@link #add(Connection, List)}, together with other statements of the transaction. */
    public void add(Statements tx, List<NewEvent> events) {
        addToRooms(tx, events.stream().map(Multicast::of).toList());
    }

    private static void addToRooms(Statements tx, List<Multicast> multicasts) {
        if (multicasts.isEmpty()) {
            return;
        }
        List<NewEvent> events = multicasts.stream().map(Multicast::event).toList();
        List<Room> rooms =
                multicasts.stream().flatMap(each -> each.rooms().stream()).distinct().toList();
        @Nullable TraceContext request = Tracing.currentContext();
        tx.add(LOCK_ROOMS, values -> values.texts(rooms, Room::name))
                .add(
                        INSERT,
                        values ->
                                values.texts(events, NewEvent::id)
                                        .texts(events, event -> event.room().name())
                                        .texts(multicasts, Outbox::severalRooms)
                                        .texts(events, event -> event.type().wireName())
                                        .texts(events, event -> event.at().toString())
                                        .texts(events, event -> SqlArrays.utf8(event.data()))
                                        .texts(events, NewEvent::collapseKey)
                                        .texts(events, event -> traceparent(event, request)))
                .add(WAKE, values -> {});
    }

    /** Names of rooms have no blanks. */
    private static @Nullable String severalRooms(Multicast multicast) {
        return multicast.rooms().size() == 1
                ? null
                : multicast.rooms().stream().map(Room::name).collect(Collectors.joining(" "));
    }

    /** An event that does not say where it comes from comes from the request, if there is one. */
    private static @Nullable String traceparent(NewEvent event, @Nullable TraceContext request) {
        @Nullable TraceContext step = event.trace() == null ? request : event.trace();
        return step == null ? null : step.traceparent();
    }
}
