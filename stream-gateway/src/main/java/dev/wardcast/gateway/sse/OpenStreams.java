package dev.wardcast.gateway.sse;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams of this node, by user. */
@Singleton
public final class OpenStreams {

    private final ConcurrentHashMap<String, Set<SseStream>> byUser = new ConcurrentHashMap<>();

    void add(SseStream stream) {
        byUser.compute(
                stream.caller().userId(),
                (user, streams) -> {
                    Set<SseStream> set = streams == null ? ConcurrentHashMap.newKeySet() : streams;
                    set.add(stream);
                    return set;
                });
    }

    void remove(SseStream stream) {
        byUser.computeIfPresent(
                stream.caller().userId(),
                (user, streams) -> {
                    streams.remove(stream);
                    return streams.isEmpty() ? null : streams;
                });
    }

    public Collection<SseStream> of(String userId) {
        return List.copyOf(byUser.getOrDefault(userId, Set.of()));
    }

    public Collection<SseStream> all() {
        return byUser.values().stream().flatMap(Set::stream).toList();
    }

    public int count() {
        return byUser.values().stream().mapToInt(Set::size).sum();
    }
}
