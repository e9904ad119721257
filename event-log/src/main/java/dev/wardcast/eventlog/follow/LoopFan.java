package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The followers of one event loop, by room. What the hub has for them waits in one inbox, in its
 * order, and one task of the loop takes all that waits: so events that came while the loop was busy
 * are written together, with one flush for each connection instead of one for each event.
 *
 * <p>Events and answers share the inbox because their order is what makes a client that catches up
 * live without a hole.
 */
final class LoopFan {

    /** So that a loop that has fallen behind still comes to its other work. */
    private static final int MOST_TOGETHER = 256;

    /** What the hub has for the loop, in its order. */
    private sealed interface Item {
        record Events(List<LogEvent> events) implements Item {}

        record Task(Runnable task) implements Item {}

        /** Here events were left out, because too many waited. */
        record Lost() implements Item {}
    }

    /** Events that wait for a loop; a loop so far behind reads on from the buffers instead. */
    private static final int MOST_WAITING = 65_536;

    private static final Item LOST = new Item.Lost();

    private final Executor loop;
    private final DeliveryObserver observer;
    private final Queue<Item> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicInteger waiting = new AtomicInteger();

    // Belongs to the hub's thread.
    private boolean losing;

    // All below belongs to the loop's thread.
    private final Map<String, List<Leg>> byRoom = new HashMap<>();
    private final List<Leg> touched = new ArrayList<>();

    LoopFan(Executor loop, DeliveryObserver observer) {
        this.loop = loop;
        this.observer = observer;
    }

    // --- from the hub's thread

    void execute(Runnable task) {
        // It may make a client live, for whom what is left out after it is a loss of its own.
        losing = false;
        put(new Item.Task(task));
    }

    /** Offers events, in the order of the log, to whoever follows their rooms. */
    void deliver(List<LogEvent> events) {
        if (waiting.get() < MOST_WAITING) {
            losing = false;
            waiting.addAndGet(events.size());
            put(new Item.Events(events));
        } else if (!losing) {
            losing = true;
            put(LOST);
        }
    }

    private void put(Item item) {
        inbox.add(item);
        wake();
    }

    private void wake() {
        if (scheduled.get() || !scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(this::takeAll);
        } catch (RejectedExecutionException over) {
            // The loop was shut down and its connections with it; others must not suffer for that.
            inbox.clear();
        }
    }

    // --- on the loop

    private void takeAll() {
        // Before the inbox is looked at: what is put in from here on wakes us again.
        scheduled.set(false);
        List<LogEvent> together = new ArrayList<>();
        int taken = 0;
        for (Item item = inbox.poll(); item != null; item = inbox.poll()) {
            switch (item) {
                case Item.Events(List<LogEvent> events) -> {
                    waiting.addAndGet(-events.size());
                    together.addAll(events);
                    taken += events.size();
                }
                case Item.Task(Runnable task) -> {
                    offer(together);
                    together.clear();
                    task.run();
                    taken++;
                }
                case Item.Lost() -> {
                    offer(together);
                    together.clear();
                    readOn();
                    taken++;
                }
            }
            if (taken >= MOST_TOGETHER) {
                wake();
                break;
            }
        }
        offer(together);
    }

    /** Whoever was live has missed something that the buffers have. */
    private void readOn() {
        Set<Leg> legs = new HashSet<>();
        byRoom.values().forEach(legs::addAll);
        legs.forEach(Leg::readAgain);
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

    private void offer(List<LogEvent> events) {
        boolean took = false;
        int from = 0;
        while (from < events.size()) {
            String room = events.get(from).room();
            int to = from + 1;
            while (to < events.size() && events.get(to).room().equals(room)) {
                to++;
            }
            List<Leg> legs = byRoom.get(room);
            if (legs != null) {
                took |= offer(events.subList(from, to), legs, to - from == events.size());
            }
            from = to;
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
        if (took) {
            observer.delivered(List.copyOf(events));
        }
    }

    /**
     * Offers a run of events of one room, connection by connection: what one connection needs is in
     * the processor's cache while it gets the run.
     *
     * @param alone whether there is nothing else for these connections now, so that each can be
     *     flushed at once
     */
    private boolean offer(List<LogEvent> run, List<Leg> legs, boolean alone) {
        boolean took = false;
        // Backwards: a leg that ends itself here takes the place of none that is still to come.
        for (int i = legs.size() - 1; i >= 0; i--) {
            if (i >= legs.size()) {
                continue;
            }
            Leg leg = legs.get(i);
            boolean taken = false;
            for (int e = 0; e < run.size(); e++) {
                taken |= leg.offer(run.get(e));
            }
            if (taken) {
                took = true;
                if (alone) {
                    leg.flush();
                } else if (leg.touch()) {
                    touched.add(leg);
                }
            }
        }
        return took;
    }
}
