package dev.wardcast.bench.load;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts what arrives, and checks it: each client gets every event of its room once and in order,
 * and an event is complete when all clients of its room have it. Belongs to the receiving thread,
 * but for what is marked.
 */
final class Deliveries {

    /** Events of which some clients have had theirs and others not. */
    private static final int OPEN_EVENTS = 1 << 18;

    private final int rooms;
    private final int[] members;
    private final int[] number = new int[OPEN_EVENTS];
    private final int[] missing = new int[OPEN_EVENTS];

    private int fromEnd = Stamp.LENGTH;
    private @Nullable Histogram latencies;
    private long now;
    private long delivered;
    private long others;
    private int completedNow;

    private volatile long deliveredSoFar;
    private volatile long othersSoFar;

    /** One permit for each complete event; for other threads to take. */
    final Semaphore completed = new Semaphore(0);

    Deliveries(int rooms) {
        this.rooms = rooms;
        this.members = new int[rooms];
        Arrays.fill(number, -1);
    }

    void joined(int room) {
        members[room]++;
    }

    /** Those who have joined; whoever comes back stays one of them. */
    int clients() {
        return Arrays.stream(members).sum();
    }

    /** {@code null}: latencies are of no interest, and cost nothing. */
    void record(@Nullable Histogram into) {
        latencies = into;
    }

    /** To be called for what was received in one piece. */
    void receivedNow() {
        if (latencies != null) {
            now = System.nanoTime();
        }
    }

    /**
     * @return what is wrong with it, or {@code null}
     */
    @Nullable String frame(MemorySegment buffer, int from, int to, Connection connection) {
        int at = stamp(buffer, from, to);
        if (at < 0) {
            others++;
            return null;
        }
        int event = Stamp.number(buffer, at);
        int expected = connection.last + rooms;
        if (event % rooms != connection.room || connection.last >= 0 && event != expected) {
            return "a client of room %d got event %d (expected: %d)"
                    .formatted(connection.room, event, expected);
        }
        connection.last = event;
        if (latencies != null) {
            latencies.recordValue(Math.max(0, now - Stamp.time(buffer, at)));
        }
        delivered++;
        return arrived(event, connection.room);
    }

    private @Nullable String arrived(int event, int room) {
        int slot = event & OPEN_EVENTS - 1;
        if (number[slot] != event) {
            if (missing[slot] != 0) {
                return "event %d is still missing at %d clients"
                        .formatted(number[slot], missing[slot]);
            }
            number[slot] = event;
            missing[slot] = members[room];
        }
        if (--missing[slot] == 0) {
            completedNow++;
        }
        return null;
    }

    /** The frames of a server are all alike: its stamp is where it was in the frame before. */
    private int stamp(MemorySegment buffer, int from, int to) {
        int likely = to - fromEnd;
        if (likely >= from && Stamp.isAt(buffer, likely)) {
            return likely;
        }
        for (int at = to - Stamp.LENGTH; at >= from; at--) {
            if (Stamp.isAt(buffer, at)) {
                fromEnd = to - at;
                return at;
            }
        }
        return -1;
    }

    /** Makes known to other threads what has been counted. */
    void publish() {
        deliveredSoFar = delivered;
        othersSoFar = others;
        if (completedNow > 0) {
            completed.release(completedNow);
            completedNow = 0;
        }
    }

    /** For any thread. */
    long soFar() {
        return deliveredSoFar;
    }

    /** Frames that are no events; for any thread. */
    long othersSoFar() {
        return othersSoFar;
    }
}
