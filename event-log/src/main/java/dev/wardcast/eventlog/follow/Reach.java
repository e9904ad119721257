package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.follow.LogReader.From;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/** What memory has for a leg from where it stands: its rooms' rings, and their backlogs. */
sealed interface Reach {

    /**
     * Every event up to {@code reached} that is wanted, in the order of the log.
     *
     * @param present whether {@code reached} is the hub's own clock
     */
    record Page(List<LogEvent> events, long reached, boolean present) implements Reach {}

    /** Rooms that have to be read first, and after which clock. */
    record Missing(List<From> rooms) implements Reach {}

    /** Rooms of which nothing can be had up to these clocks. */
    record Lost(Map<String, Long> floors) implements Reach {}

    /**
     * @param limit most events of a page
     * @param wanted asked once for each event, in the order of the log
     */
    static Reach from(
            Standing standing,
            Collection<ActiveRoom> rooms,
            Backlogs backlogs,
            long present,
            int limit,
            Predicate<LogEvent> wanted) {
        List<List<LogEvent>> runs = new ArrayList<>(rooms.size());
        List<From> missing = new ArrayList<>();
        Map<String, Long> floors = new HashMap<>();
        long bound = present;
        for (ActiveRoom room : rooms) {
            long clock = standing.in(room.name()).clock();
            if (room.floor() <= clock) {
                addRun(runs, room.after(clock));
                continue;
            }
            switch (backlogs.find(room.name(), clock)) {
                case Backlog.Found.Covered(Chunk chunk) -> {
                    addRun(runs, chunk.after(clock));
                    bound = Math.min(bound, chunk.to);
                }
                case Backlog.Found.Lost(long floor) -> floors.put(room.name(), floor);
                case Backlog.Found.Missing() -> missing.add(new From(room.name(), clock));
            }
        }
        if (!floors.isEmpty()) {
            return new Lost(floors);
        }
        if (!missing.isEmpty()) {
            return new Missing(missing);
        }
        return merge(runs, bound, present, limit, wanted);
    }

    private static void addRun(List<List<LogEvent>> runs, List<LogEvent> run) {
        if (!run.isEmpty()) {
            runs.add(run);
        }
    }

    private static Page merge(
            List<List<LogEvent>> runs,
            long bound,
            long present,
            int limit,
            Predicate<LogEvent> wanted) {
        PriorityQueue<Run> heads =
                new PriorityQueue<>(Math.max(1, runs.size()), Comparator.comparingLong(Run::clock));
        runs.forEach(run -> heads.add(new Run(run)));
        List<LogEvent> events = new ArrayList<>();
        while (!heads.isEmpty() && heads.peek().clock() <= bound) {
            Run run = heads.remove();
            LogEvent event = run.next();
            if (wanted.test(event)) {
                events.add(event);
                if (events.size() == limit) {
                    return new Page(events, event.clock(), false);
                }
            }
            if (!run.over()) {
                heads.add(run);
            }
        }
        return new Page(events, bound, bound == present);
    }

    /** A room's events, and how far they are merged. */
    final class Run {
        private final List<LogEvent> events;
        private int at;

        private Run(List<LogEvent> events) {
            this.events = events;
        }

        long clock() {
            return events.get(at).clock();
        }

        LogEvent next() {
            return events.get(at++);
        }

        boolean over() {
            return at == events.size();
        }
    }
}
