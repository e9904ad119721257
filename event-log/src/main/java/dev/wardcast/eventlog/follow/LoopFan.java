package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The followers of one event loop, by room. Handing an event to all of them is one task of the
 * loop; their connections are walked on the thread that writes them.
 */
final class LoopFan {

    private final Executor loop;
    private final DeliveryObserver observer;

    // All below belongs to the loop's thread.
    private final Map<String, List<Leg>> byRoom = new HashMap<>();
    private final List<Leg> touched = new ArrayList<>();

    LoopFan(Executor loop, DeliveryObserver observer) {
        this.loop = loop;
        this.observer = observer;
    }

    void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException over) {
            // The loop was shut down and its connections with it; others must not suffer for that.
        }
    }

    void add(String room, Leg leg) {
        byRoom.computeIfAbsent(room, r -> new ArrayList<>(2)).add(leg);
    }

    void remove(String room, Leg leg) {
        List<Leg> legs = byRoom.get(room);
        if (legs == null) {
            return;
        }
        int at = legs.indexOf(leg);
        if (at >= 0) {
            // The order within a room means nothing, so the last one fills the place.
            Leg moved = legs.removeLast();
            if (at < legs.size()) {
                legs.set(at, moved);
            }
        }
        if (legs.isEmpty()) {
            byRoom.remove(room);
        }
    }

    /**
     * Offers events, in the order of the log, to whoever follows their rooms; then flushes each
     * once.
     */
    void deliver(List<LogEvent> events) {
        for (LogEvent event : events) {
            List<Leg> legs = byRoom.get(event.room());
            if (legs == null) {
                continue;
            }
            // Backwards: a leg that ends itself here takes the place of none that is still to come.
            for (int i = legs.size() - 1; i >= 0; i--) {
                if (i >= legs.size()) {
                    continue;
                }
                Leg leg = legs.get(i);
                if (leg.offer(event) && leg.touch()) {
                    touched.add(leg);
                }
            }
        }
        if (touched.isEmpty()) {
            return;
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
        observer.delivered(events);
    }
}
