package dev.wardcast.gateway.presence;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts of several nodes, added up. */
final class Tally {

    private final Map<String, Integer> counts = new HashMap<>();

    static Tally of(Collection<Map<String, Integer>> nodes) {
        Tally tally = new Tally();
        nodes.forEach(tally::add);
        return tally;
    }

    void add(Map<String, Integer> more) {
        more.forEach((key, count) -> counts.merge(key, count, Integer::sum));
    }

    /** Different keys. */
    int size() {
        return counts.size();
    }

    long total() {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** The largest counts, so many at most, the largest first; equal ones in the order of keys. */
    Map<String, Integer> largest(int most) {
        Map<String, Integer> largest = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(entry -> largest.put(entry.getKey(), entry.getValue()));
        return largest;
    }
}
