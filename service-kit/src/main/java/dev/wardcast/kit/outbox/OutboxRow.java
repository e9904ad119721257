package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.Multicast;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row that waits for its publication.
 *
 * @param rooms whose names the event is for; at least one
 */
record OutboxRow(
        long id,
        String eventId,
        List<String> rooms,
        String type,
        Instant at,
        String data,
        @Nullable String collapseKey,
        @Nullable String traceparent,
        Instant createdAt) {

    private static final Map<String, EventType> TYPES =
            Stream.of(EventType.values())
                    .collect(Collectors.toMap(EventType::wireName, Function.identity()));

    /**
     * @throws IllegalArgumentException if this version of the program has no such room or type
     */
    Multicast toMulticast() {
        EventType eventType = TYPES.get(type);
        if (eventType == null) {
            throw new IllegalArgumentException("type " + type + " (expected: one that is known)");
        }
        List<Room> parsed = rooms.stream().map(Room::parse).toList();
        NewEvent event =
                new NewEvent(
                        eventId,
                        parsed.getFirst(),
                        eventType,
                        at,
                        data.getBytes(StandardCharsets.UTF_8),
                        collapseKey,
                        true);
        return new Multicast(event, parsed);
    }

    /** The recorded step that wrote it. */
    @Nullable TraceContext cause() {
        return TraceContext.parse(traceparent);
    }
}
