package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
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
    private final Map<Duration, KeepAlives> keepAlives = new HashMap<>();
    private final @Nullable Tape[] tapes = new @Nullable Tape[LogEvent.RENDERINGS];

    /** Counted here and told now and then: a shared counter for each delivery would cost more. */
    private long untold;

    LoopStreams(EventLoop loop, StreamStats stats) {
        this.loop = loop;
        this.stats = stats;
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
