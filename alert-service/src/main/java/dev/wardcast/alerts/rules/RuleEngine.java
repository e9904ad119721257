package dev.wardcast.alerts.rules;

import dev.wardcast.alerts.rules.RuleState.OpenAlert;
import dev.wardcast.alerts.rules.Verdict.Breach;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides. One breach is one alert, at the highest tier it reaches; it ends when as many samples in
 * a row are in range as it takes to open it.
 */
public final class RuleEngine {

    private final Supplier<String> alertIds;

    public RuleEngine(Supplier<String> alertIds) {
        this.alertIds = alertIds;
    }

    /** The state after the sample, and what the sample meant. */
    public record Step(RuleState next, Verdict verdict) {}

    public Step evaluate(Rule rule, RuleState state, Reading reading) {
        if (state.window().isPast(reading)) {
            return new Step(state, new Verdict.Late());
        }
        RuleWindow window = state.window().with(reading, rule);
        OpenAlert open = state.open();
        if (!window.isFull(rule)) {
            return new Step(new RuleState(window, open), new Verdict.Quiet());
        }
        Optional<Tier> tier = window.commonTier(rule);
        if (tier.isPresent()) {
            return breach(window, open, tier.get());
        }
        if (open != null && window.allInRange(rule)) {
            return new Step(new RuleState(window, null), new Verdict.Cleared(open.id()));
        }
        return new Step(new RuleState(window, open), new Verdict.Quiet());
    }

    private Step breach(RuleWindow window, @Nullable OpenAlert open, Tier tier) {
        if (open == null) {
            OpenAlert opened = new OpenAlert(alertIds.get(), tier);
            return new Step(
                    new RuleState(window, opened),
                    new Verdict.Opened(opened.id(), new Breach(tier, window)));
        }
        if (tier.above(open.tier())) {
            return new Step(
                    new RuleState(window, new OpenAlert(open.id(), tier)),
                    new Verdict.Rose(open.id(), new Breach(tier, window)));
        }
        return new Step(new RuleState(window, open), new Verdict.Repeated(open.id()));
    }
}
