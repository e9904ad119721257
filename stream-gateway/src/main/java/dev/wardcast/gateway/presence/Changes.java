package dev.wardcast.gateway.presence;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Keys whose values changed and were not yet written, the oldest change first, each once however
 * often it changed. Whoever notes a change has made it before; whoever takes one reads the value
 * after: so no change is missed.
 */
final class Changes<K> {

    private final Set<K> waiting = ConcurrentHashMap.newKeySet();
    private final Queue<K> order = new ConcurrentLinkedQueue<>();

    void note(K key) {
        if (waiting.add(key)) {
            order.add(key);
        }
    }

    /** The next one, or {@code null}. */
    @Nullable K take() {
        K key = order.poll();
        if (key != null) {
            waiting.remove(key);
        }
        return key;
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    /** Forgets what was noted so far; what is noted meanwhile may be forgotten with it. */
    void clear() {
        // In this order: a key that waits without being in the queue would never be taken again.
        order.clear();
        waiting.clear();
    }
}
