package dev.wardcast.alerts.rules;

import dev.wardcast.alerts.rules.Finding.Assessment;
import dev.wardcast.alerts.rules.RuleState.OpenAlert;
import dev.wardcast.alerts.rules.RuleState.PastAlert;
import dev.wardcast.alerts.rules.RuleState.Pending;
import dev.wardcast.eventlog.vitals.VitalType;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides. One breach is one alert, at the highest tier it reaches; whatever kind of condition it
 * is, its alert lives by the same rules.
 */
public final class RuleEngine {

    private final Supplier<String> alertIds;

    public RuleEngine(Supplier<String> alertIds) {
        this.alertIds = alertIds;
    }

    /** The state after the reading, and what the reading meant. */
    public record Step(RuleState next, Verdict verdict) {}

    /** As the other, of a reading that the device says the time of. */
    public Step evaluate(Rule rule, @Nullable RuleState before, VitalType vital, Reading reading) {
        return evaluate(rule, before, vital, reading, false);
    }

    /**
     * @param before what is known of the patient; {@code null} for nothing
     * @param timeIsOurs whether the reading has the time at which we received it. Such a one is
     *     never late: of two that came at once either may have been queued first, and the clocks of
     *     our nodes differ. Where the one before it is said to be newer, it counts as taken then
     */
    public Step evaluate(
            Rule rule,
            @Nullable RuleState before,
            VitalType vital,
            Reading asReceived,
            boolean timeIsOurs) {
        RuleState state = before == null ? RuleState.initial(rule) : before.under(rule);
        Reading reading =
                timeIsOurs ? asReceived.notBefore(state.memory().newest(vital)) : asReceived;
        Assessment assessment = assess(rule, state.memory(), vital, reading);
        Memory next = assessment.next();
        return switch (assessment.finding()) {
            case Finding.Late ignored -> new Step(state, new Verdict.Late());
            case Finding.Holds holds -> breach(rule, state, next, holds, reading.takenAt());
            case Finding.Between ignored -> noBreach(state, next);
            case Finding.Ended ignored ->
                    state.open() == null
                            ? noBreach(state, next)
                            : ended(state.open(), state, next, reading.takenAt());
        };
    }

    /** An id for an alert that opens. */
    public String newAlertId() {
        return alertIds.get();
    }

    private static Assessment assess(Rule rule, Memory memory, VitalType vital, Reading reading) {
        boolean delayed = rule.delay().isPositive();
        return switch (rule.condition()) {
            case Threshold threshold ->
                    ThresholdDetector.assess(
                            threshold,
                            delayed,
                            memory instanceof RowMemory row ? row : RowMemory.EMPTY,
                            reading);
            case RateOfChange rate ->
                    RateDetector.assess(
                            rate,
                            memory instanceof SlopeMemory slope ? slope : SlopeMemory.EMPTY,
                            reading);
            case News2Condition news2 ->
                    ScoreDetector.assess(
                            news2,
                            memory instanceof ScoreMemory score ? score : ScoreMemory.EMPTY,
                            vital,
                            reading);
            case DeviceSilence ignored -> new Assessment(memory, new Finding.Between());
        };
    }

    private Step breach(
            Rule rule, RuleState state, Memory next, Finding.Holds holds, Instant takenAt) {
        Breach breach = holds.breach();
        OpenAlert open = state.open();
        if (open != null) {
            return breach.tier().above(open.tier())
                    ? new Step(
                            state.opened(next, new OpenAlert(open.id(), breach.tier())),
                            new Verdict.Rose(open.id(), breach))
                    : new Step(
                            state.opened(next, open),
                            new Verdict.Repeated(
                                    open.id(), new Breach(open.tier(), breach.evidence())));
        }
        if (rule.delay().isPositive() && !holds.steep()) {
            Pending pending = pending(state.pending(), breach.tier(), takenAt);
            if (pending.since().plus(rule.delay()).isAfter(takenAt)) {
                return new Step(state.waiting(next, pending), new Verdict.Quiet());
            }
        }
        PastAlert past = state.past();
        boolean comesBack =
                past != null
                        && rule.reopenWithin().isPositive()
                        && !takenAt.isAfter(past.endedAt().plus(rule.reopenWithin()));
        if (past != null && comesBack) {
            return reopened(state, next, past, breach);
        }
        OpenAlert opened = new OpenAlert(alertIds.get(), breach.tier());
        return new Step(state.opened(next, opened), new Verdict.Opened(opened.id(), breach));
    }

    private static Step reopened(RuleState state, Memory next, PastAlert past, Breach breach) {
        boolean rose = breach.tier().above(past.tier());
        OpenAlert again = new OpenAlert(past.id(), rose ? breach.tier() : past.tier());
        return new Step(state.opened(next, again), new Verdict.Reopened(past.id(), breach, rose));
    }

    private static Pending pending(@Nullable Pending before, Tier tier, Instant takenAt) {
        if (before == null) {
            return new Pending(takenAt, tier);
        }
        return tier.above(before.tier()) ? new Pending(before.since(), tier) : before;
    }

    private static Step noBreach(RuleState state, Memory next) {
        Pending pending = state.pending();
        return new Step(
                state.quiet(next),
                pending == null
                        ? new Verdict.Quiet()
                        : new Verdict.Suppressed(pending.tier(), pending.since()));
    }

    private static Step ended(OpenAlert open, RuleState state, Memory next, Instant takenAt) {
        return new Step(
                state.ended(next, new PastAlert(open.id(), open.tier(), takenAt)),
                new Verdict.Cleared(open.id()));
    }
}
