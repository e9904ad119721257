package dev.wardcast.kit.access;

import dev.wardcast.kit.access.AccessDecisions.AccessChange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands changes to those who asked, each listener on a virtual thread of its own and one change
 * after the other. A listener that falls behind gets "everything" instead of an endless queue.
 */
final class ChangeListeners {

    private static final Logger LOG = LoggerFactory.getLogger(ChangeListeners.class);
    private static final int MOST_WAITING = 1_000;

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Runnable add(Consumer<AccessChange> consumer) {
        Listener listener = new Listener(consumer);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void announce(AccessChange change) {
        listeners.forEach(listener -> listener.offer(change));
    }

    private static final class Listener {
        private final Consumer<AccessChange> consumer;
        private final Set<AccessChange> waiting = new LinkedHashSet<>();
        private boolean running;

        Listener(Consumer<AccessChange> consumer) {
            this.consumer = consumer;
        }

        synchronized void offer(AccessChange change) {
            if (waiting.size() >= MOST_WAITING) {
                waiting.clear();
                waiting.add(new AccessChange.OfEverything());
            } else {
                waiting.add(change);
            }
            if (!running) {
                running = true;
                Thread.ofVirtual().name("access-change").start(this::drain);
            }
        }

        private void drain() {
            for (List<AccessChange> changes = take(); !changes.isEmpty(); changes = take()) {
                for (AccessChange change : changes) {
                    try {
                        consumer.accept(change);
                    } catch (RuntimeException e) {
                        LOG.error("A listener failed on {}", change, e);
                    }
                }
            }
        }

        private synchronized List<AccessChange> take() {
            List<AccessChange> changes = List.copyOf(waiting);
            waiting.clear();
            running = !changes.isEmpty();
            return changes;
        }
    }
}
