package dev.wardcast.bench.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run gave.
 *
 * @param question of the benchmark, which its report has a section for
 * @param subject who was measured
 * @param load under what, for instance {@code 1,000 samples/s}
 * @param round from 1
 * @param figures by the name and unit that stand over their column, in the order of the columns
 */
public record Measured(
        String question, String subject, String load, int round, Map<String, Double> figures) {

    public Measured {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
}
