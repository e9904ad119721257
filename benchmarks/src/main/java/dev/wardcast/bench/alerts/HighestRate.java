package dev.wardcast.bench.alerts;

import java.time.Duration;
import java.util.function.DoubleConsumer;

/**
 * Finds the highest rate that is kept up with, by steps: half as much again until it is too much,
 * then halfway between the last two, and at last a whole measurement of what was found.
 */
final class HighestRate {

    private static final double STEP = 1.5;
    private static final int HALVINGS = 3;
    private static final double BACK = 0.9;

    private final Chain chain;
    private final Duration step;
    private final Duration whole;
    private final DoubleConsumer trying;

    /**
     * @param step how long a rate is tried
     * @param whole how long the one that was found is measured
     * @param trying told each rate
     */
    HighestRate(Chain chain, Duration step, Duration whole, DoubleConsumer trying) {
        this.chain = chain;
        this.step = step;
        this.whole = whole;
        this.trying = trying;
    }

    record Found(double rate, Chain.Run run) {}

    /**
     * @param known a rate that should be possible
     */
    Found search(double known) throws InterruptedException {
        double good = known;
        double bad = known * STEP;
        while (keepsUp(bad)) {
            good = bad;
            bad *= STEP;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (good + bad) / 2;
            if (keepsUp(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        for (double rate = good; ; rate *= BACK) {
            trying.accept(rate);
            Chain.Run run = chain.run(rate, whole);
            if (run.keptUp() || rate < 1) {
                return new Found(rate, run);
            }
        }
    }

    private boolean keepsUp(double rate) throws InterruptedException {
        trying.accept(rate);
        return chain.run(rate, step).keptUp();
    }
}
