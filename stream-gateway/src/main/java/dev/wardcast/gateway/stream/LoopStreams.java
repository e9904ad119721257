package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one event loop share: the frames of the events that are being written, and
 * the timers of their keep-alives. Belongs to the loop's thread.
 */
final class LoopStreams {

    private static final long TIDY_MILLIS = 1_000;

    private final EventLoop loop;
    private final StreamStats stats;
    private final PatientDeliveries deliveries;
    private final Map<Duration, KeepAlives> keepAlives = new HashMap<>();
    private final @Nullable Tape[] tapes = new @Nullable Tape[LogEvent.RENDERINGS];

    /**
     * Of the streams that were given something of a patient in this period. Not the streams
     * themselves: those that end are not to be kept until the period is over.
     */
    private final List<PatientCounts> counting = new ArrayList<>();

    private long period;

    /** Counted here and told now and then: a shared counter for each delivery would cost more. */
    private long untold;

    LoopStreams(EventLoop loop, StreamStats stats, PatientDeliveries deliveries) {
        this.loop = loop;
        this.stats = stats;
        this.deliveries = deliveries;
        this.period = deliveries.period();
        loop.scheduleAtFixedRate(this::tidy, TIDY_MILLIS, TIDY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tidy() {
        for (Tape tape : tapes) {
            if (tape != null) {
                // A quiet loop must not hold on to events long past.
                tape.rewind();
            }
        }
        if (untold > 0) {
            stats.delivered(untold);
            untold = 0;
        }
        tellPeriod();
    }

    /** Of the streams that were given something, however many are open. */
    private void tellPeriod() {
        long now = deliveries.period();
        if (now == period) {
            return;
        }
        if (!counting.isEmpty()) {
            List<PatientDeliveries.Line> lines = new ArrayList<>(counting.size());
            for (PatientCounts counts : counting) {
                counts.collect(lines);
            }
            counting.clear();
            deliveries.delivered(period, lines);
        }
        period = now;
    }

    /** A stream has been given something for the first time in this period. */
    void counts(PatientCounts counts) {
        counting.add(counts);
    }

    /** A stream is over: what it was given is told now. */
    void tell(PatientCounts counts) {
        List<PatientDeliveries.Line> lines = new ArrayList<>(2);
        counts.collect(lines);
        if (!lines.isEmpty()) {
            deliveries.delivered(period, lines);
        }
    }

    Tape tape(Form form) {
        Tape tape = tapes[form.slot()];
        if (tape == null) {
            tape = new Tape(form);
            tapes[form.slot()] = tape;
        }
        return tape;
    }

    void delivered() {
        untold++;
    }

    KeepAlives keepAlives(Duration every) {
        return keepAlives.computeIfAbsent(every, e -> new KeepAlives(loop, e));
    }
}
