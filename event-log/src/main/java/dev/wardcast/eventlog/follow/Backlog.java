package dev.wardcast.eventlog.follow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is in memory of one room's past, and who waits for more of it. On the hub's thread. */
final class Backlog {

    /** What the past of a room says about a clock. */
    sealed interface Found {
        record Covered(Chunk chunk) implements Found {}

        /** Nothing up to {@code floor} can be had any more. */
        record Lost(long floor) implements Found {}

        record Missing() implements Found {}
    }

    private record Waiting(long clock, Runnable then) {}

    private static final Found MISSING = new Found.Missing();

    private final TreeMap<Long, Chunk> chunks = new TreeMap<>();
    private List<Waiting> waiting = new ArrayList<>();
    private long floor;
    private int weight;
    private boolean loading;

    Found find(long clock) {
        Map.Entry<Long, Chunk> below = chunks.floorEntry(clock);
        if (below != null && below.getValue().covers(clock)) {
            below.getValue().usedNanos = System.nanoTime();
            return new Found.Covered(below.getValue());
        }
        return clock < floor ? new Found.Lost(floor) : MISSING;
    }

    boolean loading() {
        return loading;
    }

    void startLoading() {
        loading = true;
    }

    void await(long clock, Runnable then) {
        waiting.add(new Waiting(clock, then));
    }

    /** Takes a chunk in; where it meets what is there already, what is there stays. */
    void add(Chunk fresh, long readFloor) {
        floor = Math.max(floor, readFloor);
        Chunk chunk = fresh;
        for (Chunk other : List.copyOf(chunks.tailMap(fresh.from, true).values())) {
            if (other.to <= chunk.to) {
                remove(other);
            } else if (other.from < chunk.to) {
                chunk = chunk.upTo(other.from);
            }
        }
        if (chunk.from < chunk.to) {
            chunks.put(chunk.from, chunk);
            weight += chunk.weight();
        }
    }

    void remove(Chunk chunk) {
        if (chunks.remove(chunk.from, chunk)) {
            weight -= chunk.weight();
        }
    }

    int weight() {
        return weight;
    }

    List<Chunk> chunks() {
        return List.copyOf(chunks.values());
    }

    Chunk longestUnused() {
        return chunks.values().stream()
                .min(Comparator.comparingLong(chunk -> chunk.usedNanos))
                .orElseThrow();
    }

    boolean idle() {
        return !loading && chunks.isEmpty();
    }

    /** Ends a flight, and hands over whoever waited for it. */
    List<Runnable> landed() {
        loading = false;
        List<Runnable> all = waiting.stream().map(Waiting::then).toList();
        waiting = new ArrayList<>();
        return all;
    }

    /**
     * Where those that wait and are not served yet begin, or −1: the next flight serves them all.
     */
    long lowestUnserved() {
        return waiting.stream()
                .mapToLong(Waiting::clock)
                .filter(clock -> find(clock) instanceof Found.Missing)
                .min()
                .orElse(-1);
    }
}
