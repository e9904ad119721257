package dev.wardcast.kit.outbox;

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
import org.jspecify.annotations.Nullable;

/**
 * Writes events in the transaction of the rows they speak of: both become true, or neither does.
 *
 * <p>The events of one {@linkplain Room#lane lane} are published in the order in which their
 * transactions committed.
 */
@Singleton
public final class Outbox {

    /**
     * Bounds the locks that one transaction takes. Lanes that share a stripe wait for each other
     * until commit, which is correct and rare.
     */
    private static final int LANE_STRIPES = 64;

    /**
     * Without the lock, a transaction could take a lower id than a concurrent one of the same lane
     * and commit after it, and the relay would publish the two in the wrong order. Sorted, so that
     * two transactions never wait for each other in a circle.
     */
    private static final String LOCK_LANES =
            """
            select pg_advisory_xact_lock(hashtext('outbox:' || current_schema()), stripe)
            from (select distinct abs(hashtext(lane) %% %d) as stripe
                  from unnest(?::text[]) as l(lane) order by stripe) as stripes
            """
                    .formatted(LANE_STRIPES);

    private static final String INSERT =
            """
            insert into outbox (event_id, room, members, type, at, data, collapse_key, trace)
            select event_id, room, string_to_array(members, ' '), type, at, data, collapse_key, trace
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::text[],
                ?::text[], ?::text[])
                with ordinality
                as e(event_id, room, members, type, at, data, collapse_key, trace, place)
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
        // In one round trip, because all of it is under the locks of the caller's rows.
        Statements statements = new Statements();
        add(statements, events);
        statements.run(tx);
    }

    /** As {@link #add(Connection, List)}, together with other statements of the transaction. */
    public void add(Statements tx, List<NewEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        for (NewEvent event : events) {
            if (!event.once()) {
                throw new IllegalArgumentException(
                        "event " + event.id() + " (expected: published once)");
            }
        }
        List<String> lanes = events.stream().map(event -> event.room().lane()).distinct().toList();
        @Nullable TraceContext request = Tracing.currentContext();
        tx.add(LOCK_LANES, values -> values.texts(lanes, lane -> lane))
                .add(
                        INSERT,
                        values ->
                                values.texts(events, NewEvent::id)
                                        .texts(events, event -> event.room().name())
                                        .texts(events, Outbox::members)
                                        .texts(events, event -> event.type().wireName())
                                        .texts(events, event -> event.at().toString())
                                        .texts(events, event -> SqlArrays.utf8(event.data()))
                                        .texts(events, NewEvent::collapseKey)
                                        .texts(events, event -> traceparent(event, request)))
                .afterwards(WAKE, values -> {});
    }

    /** Ids of users have no blanks. */
    private static @Nullable String members(NewEvent event) {
        return event.members().isEmpty() ? null : String.join(" ", event.members());
    }

    /** An event that does not say where it comes from comes from the request, if there is one. */
    private static @Nullable String traceparent(NewEvent event, @Nullable TraceContext request) {
        @Nullable TraceContext step = event.trace() == null ? request : event.trace();
        return step == null ? null : step.traceparent();
    }
}
