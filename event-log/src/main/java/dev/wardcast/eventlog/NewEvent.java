package dev.wardcast.eventlog;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that has no position yet.
 *
 * @param id identifies the event for ever; 1 to 64 characters of {@link Room#ID}
 * @param room where it is published
 * @param type what it is about
 * @param at when it happened
 * @param data one JSON object in UTF-8, without line breaks; taken as it is and never parsed again
 *     on its way to the client
 * @param collapseKey events of one room with the same key supersede each other for a client that
 *     can't keep up ({@code null}: never dropped). At most 160 printable ASCII characters, no
 *     blanks
 * @param once whether a second publication of the same id is recognised and changes nothing; costs
 *     one small key in Redis for the length of the deduplication window
 * @param trace the recorded step that publishes it; travels beside the data and is no part of it
 * @param members whom it is for, where the room is a {@link Room.Group}: exactly those of the
 *     group; else empty
 */
public record NewEvent(
        String id,
        Room room,
        EventType type,
        Instant at,
        byte[] data,
        @Nullable String collapseKey,
        boolean once,
        @Nullable TraceContext trace,
        Set<String> members) {

    private static final int LONGEST_COLLAPSE_KEY = 160;

    public NewEvent {
        if (!Room.isId(id)) {
            throw new IllegalArgumentException("event id (expected: 1 to 64 of A-Z a-z 0-9 . _ -)");
        }
        if (data.length < 2 || data[0] != '{' || data[data.length - 1] != '}') {
            throw new IllegalArgumentException("event data (expected: one JSON object)");
        }
        for (byte b : data) {
            if (b == '\n' || b == '\r') {
                throw new IllegalArgumentException("event data (expected: no line breaks)");
            }
        }
        if (collapseKey != null && !isCollapseKey(collapseKey)) {
            throw new IllegalArgumentException(
                    "collapse key (expected: 1 to 160 printable ASCII characters)");
        }
        members = Set.copyOf(members);
        if (room instanceof Room.Group == members.isEmpty()) {
            throw new IllegalArgumentException(
                    "members (expected: those of the group that it is for, or none)");
        }
    }

    /** By hand, because every reading is asked. */
    private static boolean isCollapseKey(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_COLLAPSE_KEY;
    }

    /** An event of no recorded step. */
    public NewEvent(
            String id,
            Room room,
            EventType type,
            Instant at,
            byte[] data,
            @Nullable String collapseKey,
            boolean once) {
        this(id, room, type, at, data, collapseKey, once, null, Set.of());
    }

    /** The same as part of a recorded step, or of none. */
    public NewEvent in(@Nullable TraceContext step) {
        return step == trace
                ? this
                : new NewEvent(id, room, type, at, data, collapseKey, once, step, members);
    }

    /** An event that is published at least once and taken at most once, such as an alert. */
    public static NewEvent once(String id, Room room, EventType type, Instant at, byte[] data) {
        return new NewEvent(id, room, type, at, data, null, true);
    }

    /** As {@link #once}, for exactly these users. */
    public static NewEvent onceTo(
            Set<String> members,
            String subject,
            Room.Group.@Nullable About about,
            String id,
            EventType type,
            Instant at,
            byte[] data) {
        Room group = Room.Group.of(subject, members, about);
        return new NewEvent(id, group, type, at, data, null, true, null, members);
    }

    /** The same with other data. */
    public NewEvent withData(byte[] other) {
        return new NewEvent(id, room, type, at, other, collapseKey, once, trace, members);
    }

    /** A reading that a newer one replaces, such as a vital sign. */
    public static NewEvent reading(
            String id, Room room, EventType type, Instant at, byte[] data, String collapseKey) {
        return new NewEvent(id, room, type, at, data, collapseKey, false);
    }

    /** As {@link #reading}, for exactly these users. */
    public static NewEvent readingTo(
            Set<String> members,
            String subject,
            Room.Group.@Nullable About about,
            String id,
            EventType type,
            Instant at,
            byte[] data,
            String collapseKey) {
        Room group = Room.Group.of(subject, members, about);
        return new NewEvent(id, group, type, at, data, collapseKey, false, null, members);
    }
}
