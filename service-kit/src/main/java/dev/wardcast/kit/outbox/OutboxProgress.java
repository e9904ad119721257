package dev.wardcast.kit.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the relay fares, for health and metrics. Written by the relay, read by anyone. */
final class OutboxProgress {

    /** Shorter troubles are an ordinary failover, and no reason to take a node out of service. */
    static final Duration TOLERATED = Duration.ofSeconds(5);

    private record Trouble(Instant since, String what) {}

    private final Clock clock;
    private final Timer delay;
    private final Counter failures;
    private final Counter refusals;
    private volatile @Nullable Trouble trouble;
    private volatile @Nullable Instant oldestWaiting;

    OutboxProgress(String datasource, Clock clock, MeterRegistry meters) {
        this.clock = clock;
        this.delay =
                Timer.builder("wardcast.outbox.delay")
                        .description("From the writing of an event to its place in the log")
                        .tag("datasource", datasource)
                        .publishPercentileHistogram()
                        .register(meters);
        this.failures =
                Counter.builder("wardcast.outbox.failures")
                        .description("Rounds of the relay that did not publish all they had")
                        .tag("datasource", datasource)
                        .register(meters);
        this.refusals =
                Counter.builder("wardcast.outbox.refused")
                        .description("Events set aside because the log can never take them")
                        .tag("datasource", datasource)
                        .register(meters);
        TimeGauge.builder(
                        "wardcast.outbox.oldest.waiting",
                        this::waitingMillis,
                        TimeUnit.MILLISECONDS)
                .description("Age of the oldest event that this node's relay has not published")
                .tag("datasource", datasource)
                .register(meters);
    }

    void published(OutboxRow row) {
        Duration taken = Duration.between(row.createdAt(), clock.instant());
        delay.record(taken.isNegative() ? Duration.ZERO : taken);
    }

    void refused() {
        refusals.increment();
    }

    /** All that there was is dealt with, or it is another node's turn. */
    void clear() {
        oldestWaiting = null;
        trouble = null;
    }

    /**
     * @param oldestHeld when the oldest event that is held up was written, if that is known
     */
    void failed(String what, @Nullable Instant oldestHeld) {
        failures.increment();
        if (oldestHeld != null) {
            oldestWaiting = oldestHeld;
        }
        Trouble before = trouble;
        trouble = new Trouble(before == null ? clock.instant() : before.since(), what);
    }

    /** What has been wrong for longer than is tolerable, if anything. */
    @Nullable String lastingTrouble() {
        Trouble now = trouble;
        return now != null && now.since().plus(TOLERATED).isBefore(clock.instant())
                ? now.what()
                : null;
    }

    private long waitingMillis() {
        Instant oldest = oldestWaiting;
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toMillis());
    }
}
