package dev.wardcast.gateway.stream;

import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What happened to the streams of this node, counted. Every counter only grows. */
@Singleton
public final class StreamStats {

    private final LongAdder deliveries = new LongAdder();
    private final ConcurrentHashMap<String, LongAdder> endings = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, LongAdder> starts = new ConcurrentHashMap<>();
    private volatile Consumer<String> onNewEnding = reason -> {};

    /** Events written to clients. */
    public long deliveries() {
        return deliveries.sum();
    }

    void delivered(long count) {
        deliveries.add(count);
    }

    /** Calls back for each reason when it first occurs, so that it can be shown. */
    public void onNewEnding(Consumer<String> listener) {
        onNewEnding = listener;
        endings.keySet().forEach(listener);
    }

    /** Streams that ended for this reason: one of {@link Ending}, or {@code client}. */
    public long endings(String reason) {
        LongAdder count = endings.get(reason);
        return count == null ? 0 : count.sum();
    }

    void ended(String reason) {
        LongAdder fresh = new LongAdder();
        LongAdder known = endings.putIfAbsent(reason, fresh);
        (known == null ? fresh : known).increment();
        if (known == null) {
            onNewEnding.accept(reason);
        }
    }

    /** How streams began. */
    public enum Beginning {
        FRESH,
        RESUMED,
        RESUMED_WITH_GAP
    }

    public long beginnings(Beginning how) {
        return starts.computeIfAbsent(how.name(), h -> new LongAdder()).sum();
    }

    void opened(boolean resumed, boolean withGap) {
        Beginning how =
                !resumed
                        ? Beginning.FRESH
                        : withGap ? Beginning.RESUMED_WITH_GAP : Beginning.RESUMED;
        starts.computeIfAbsent(how.name(), h -> new LongAdder()).increment();
    }
}
