package dev.wardcast.eventlog;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a client has read, over all rooms that it follows: one {@link Cursor} for each partition.
 * Its text is what clients keep ({@code id:} of SSE, {@code cursor} of WebSocket); it is opaque to
 * them, valid on every node, and its length does not grow with the number of rooms.
 *
 * <p>The text of a single partition 0, which is what an installation with one Redis has, is {@code
 * epoch-clock}; otherwise {@code partition~epoch-clock} joined by dots. Numbers are in base 36.
 */
public record Position(SortedMap<Integer, Cursor> cursors) {

    /** A position that means nothing here: whoever comes with it is told of a gap. */
    public static final Position UNKNOWN = of(0, Cursor.UNKNOWN);

    private static final int MAX_TEXT = 2_000;

    public Position {
        cursors = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(cursors));
    }

    public static Position of(int partition, Cursor cursor) {
        return new Position(new TreeMap<>(Map.of(partition, cursor)));
    }

    /** This position, but for the partitions of the other one that. */
    public Position with(Position other) {
        TreeMap<Integer, Cursor> both = new TreeMap<>(cursors);
        both.putAll(other.cursors);
        return new Position(both);
    }

    public Optional<Cursor> in(int partition) {
        return Optional.ofNullable(cursors.get(partition));
    }

    public String text() {
        StringBuilder text = new StringBuilder(32);
        cursors.forEach((partition, cursor) -> {
            if (!text.isEmpty()) {
                text.append('.');
            }
            if (partition != 0) {
                text.append(Integer.toString(partition, 36)).append('~');
            }
            text.append(cursor.epoch()).append('-').append(Long.toString(cursor.clock(), 36));
        });
        return text.toString();
    }

    /** Reads a text that a client sent; empty if it is none of ours. */
    public static Optional<Position> parse(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return Optional.empty();
        }
        TreeMap<Integer, Cursor> cursors = new TreeMap<>();
        for (String part : text.split("\\.", -1)) {
            int tilde = part.indexOf('~');
            int dash = part.lastIndexOf('-');
            if (dash <= tilde + 1 || dash == part.length() - 1) {
                return Optional.empty();
            }
            String epoch = part.substring(tilde + 1, dash);
            try {
                int partition = tilde < 0 ? 0 : Integer.parseInt(part.substring(0, tilde), 36);
                long clock = Long.parseLong(part.substring(dash + 1), 36);
                if (!epoch.matches("[a-z0-9]{1,16}")
                        || clock < 0
                        || partition < 0
                        || cursors.put(partition, new Cursor(epoch, clock)) != null) {
                    return Optional.empty();
                }
            } catch (NumberFormatException notOurs) {
                return Optional.empty();
            }
        }
        return Optional.of(new Position(cursors));
    }
}
