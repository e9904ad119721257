package dev.wardcast.kit.outbox;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A row that waits for its publication.
 *
 * @param room its name
 * @param formerRooms where a row of the release before is for many rooms, all of them; else none
 * @param members whom the event is for, where the room is a group; else none
 */
record OutboxRow(
        long id,
        String eventId,
        String room,
        List<String> formerRooms,
        Set<String> members,
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
     * One; of a row that is for many rooms one in each, recognised as a repeat in the first alone:
     * the log knows an id once.
     *
     * @throws IllegalArgumentException if this version of the program has no such room or type
     */
    List<NewEvent> toEvents() {
        return formerRooms.isEmpty()
                ? List.of(toEvent(room))
                : formerRooms.stream().map(this::toEvent).toList();
    }

    private NewEvent toEvent(String in) {
        EventType eventType = TYPES.get(type);
        if (eventType == null) {
            throw new IllegalArgumentException("type " + type + " (expected: one that is known)");
        }
        return new NewEvent(
                eventId,
                Room.parse(in),
                eventType,
                at,
                data.getBytes(StandardCharsets.UTF_8),
                collapseKey,
                in.equals(room),
                null,
                members);
    }

    /** Rows with the same one are published one after the other. */
    String lane() {
        if (!formerRooms.isEmpty()) {
            return "many";
        }
        try {
            return Room.parse(room).lane();
        } catch (IllegalArgumentException ofALaterVersion) {
            return room;
        }
    }

    /** The recorded step that wrote it. */
    @Nullable TraceContext cause() {
        return TraceContext.parse(traceparent);
    }
}
