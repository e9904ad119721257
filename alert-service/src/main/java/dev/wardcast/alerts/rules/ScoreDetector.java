package dev.wardcast.alerts.rules;

import dev.wardcast.alerts.rules.Finding.Assessment;
import dev.wardcast.eventlog.vitals.VitalType;

/** The early warning score after each of its inputs. */
final class ScoreDetector {

    private ScoreDetector() {}

    static Assessment assess(
            News2Condition rule, ScoreMemory memory, VitalType vital, Reading reading) {
        if (memory.isPast(vital, reading)) {
            return new Assessment(memory, new Finding.Late());
        }
        ScoreMemory next = memory.with(vital, reading);
        return new Assessment(next, finding(rule, next, News2Score.of(rule, next)));
    }

    private static Finding finding(News2Condition rule, ScoreMemory latest, News2Score score) {
        Tier tier = score.tier();
        if (tier != null) {
            return new Finding.Holds(new Breach(tier, new Breach.Score(score)), false);
        }
        // A stale input can't be good news. One that nobody measures must not keep an alert open.
        boolean allFresh = score.inputs().keySet().containsAll(latest.readings().keySet());
        boolean ended = allFresh && score.total() <= rule.clearTotal() && !score.hasRed();
        return ended ? new Finding.Ended() : new Finding.Between();
    }
}
