package dev.wardcast.eventlog;

import java.time.Duration;

/**
 * How the log keeps events and how nodes listen.
 *
 * @param partitions into how many parts the rooms are divided, each with its own clock and its own
 *     place in a Redis Cluster; the same on every node, fixed for the life of an installation. 1
 *     where there is one Redis: then positions are shortest and frames are shared by all clients
 * @param keepAll all events of a room younger than this are kept
 * @param keepFewest so many events of a room are kept whatever their age
 * @param keepMost and never more than about so many
 * @param silentBuffer a buffer without a new event is dropped after this
 * @param silentRoom a position older than this in a room without events is answered with a gap
 * @param recognise how long a repeated id of an event published once is recognised
 * @param ring events of an active room kept in a node's memory
 * @param check how often a node compares what it heard with what Redis has, and whether it hears at
 *     all
 * @param linger how long a node keeps listening to a room that nobody follows any more
 */
public record LogOptions(
        int partitions,
        Duration keepAll,
        int keepFewest,
        int keepMost,
        Duration silentBuffer,
        Duration silentRoom,
        Duration recognise,
        int ring,
        Duration check,
        Duration linger) {

    public static final LogOptions DEFAULTS =
            new LogOptions(
                    1,
                    Duration.ofHours(1),
                    100,
                    10_000,
                    Duration.ofHours(24),
                    Duration.ofDays(7),
                    Duration.ofHours(24),
                    128,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(30));

    public LogOptions {
        require(partitions >= 1 && partitions <= 1024, "partitions", "1 to 1024");
        require(keepFewest >= 1 && keepFewest <= keepMost, "keep-fewest", "1 to keep-most");
        require(ring >= 1, "ring", "at least 1");
        require(silentBuffer.compareTo(keepAll) >= 0, "silent-buffer", "at least keep-all");
        require(silentRoom.compareTo(silentBuffer) >= 0, "silent-room", "at least silent-buffer");
        require(check.isPositive(), "check", "more than 0");
    }

    public LogOptions withPartitions(int count) {
        return new LogOptions(
                count,
                keepAll,
                keepFewest,
                keepMost,
                silentBuffer,
                silentRoom,
                recognise,
                ring,
                check,
                linger);
    }

    private static void require(boolean ok, String key, String expected) {
        if (!ok) {
            throw new IllegalArgumentException(
                    "event-log." + key + " (expected: " + expected + ")");
        }
    }
}
