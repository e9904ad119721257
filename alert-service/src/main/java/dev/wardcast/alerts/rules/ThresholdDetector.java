package dev.wardcast.alerts.rules;

import dev.wardcast.alerts.rules.Finding.Assessment;
import org.jspecify.annotations.Nullable;

/** Readings against limits. */
final class ThresholdDetector {

    private ThresholdDetector() {}

    /**
     * @param delayed whether the rule has a delay, so that it matters how steep a fall is
     */
    static Assessment assess(Threshold rule, boolean delayed, RowMemory memory, Reading reading) {
        if (memory.window().isPast(reading)) {
            return new Assessment(memory, new Finding.Late());
        }
        // Readings that far apart are not a row.
        RowMemory before =
                memory.window().isSilence(reading, rule.maxGap()) ? RowMemory.EMPTY : memory;
        RuleWindow window = before.window().with(reading, rule.kept(delayed));
        return switch (rule.window()) {
            case Window.Samples(int count) -> {
                RowMemory next = new RowMemory(window, Runs.NONE);
                RuleWindow row = window.last(count);
                yield row.readings().size() < count
                        ? new Assessment(next, new Finding.Between())
                        : new Assessment(
                                next,
                                finding(
                                        row.commonTier(rule),
                                        row.allClear(rule),
                                        row,
                                        delayed && rule.endsSteepFall(window)));
            }
            case Window.Lasting(var time) -> {
                Runs runs =
                        before.runs()
                                .with(
                                        reading.takenAt(),
                                        rule.tierOf(reading),
                                        rule.isClear(reading));
                Tier tier = runs.tierFor(time, reading.takenAt());
                yield new Assessment(
                        new RowMemory(window, runs),
                        finding(
                                tier,
                                runs.clearFor(time, reading.takenAt()),
                                tier == null ? window : window.since(runs.since(tier)),
                                delayed && rule.endsSteepFall(window)));
            }
        };
    }

    private static Finding finding(
            @Nullable Tier tier, boolean clear, RuleWindow row, boolean steep) {
        if (tier != null) {
            return new Finding.Holds(new Breach(tier, new Breach.Row(row)), steep);
        }
        return clear ? new Finding.Ended() : new Finding.Between();
    }
}
