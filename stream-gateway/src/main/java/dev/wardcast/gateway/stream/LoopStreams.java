package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one event loop share: the frame of the event that is being written, copied
 * into direct memory once for all of them, and the timers of their keep-alives. Belongs to the
 * loop's thread.
 */
final class LoopStreams {

    private static final long TIDY_MILLIS = 1_000;

    private final EventLoop loop;
    private final StreamStats stats;
    private final Map<Duration, KeepAlives> keepAlives = new HashMap<>();
    private @Nullable LogEvent current;
    private final @Nullable ByteBuf[] frames = new @Nullable ByteBuf[LogEvent.RENDERINGS];

    /** Counted here and told now and then: a shared counter for each delivery would cost more. */
    private long untold;

    LoopStreams(EventLoop loop, StreamStats stats) {
        this.loop = loop;
        this.stats = stats;
        loop.scheduleAtFixedRate(this::tidy, TIDY_MILLIS, TIDY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tidy() {
        // A quiet loop must not hold on to the frame of an event long past.
        release();
        if (untold > 0) {
            stats.delivered(untold);
            untold = 0;
        }
    }

    /**
     * The event's frame in direct memory. Valid until the next call for another event; who writes
     * it takes a duplicate.
     */
    ByteBuf frame(LogEvent event, Form form) {
        if (event != current) {
            release();
            current = event;
        }
        ByteBuf ready = frames[form.slot()];
        if (ready == null) {
            byte[] bytes = form.of(event);
            ready = ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
            frames[form.slot()] = ready;
        }
        return ready;
    }

    private void release() {
        if (current == null) {
            return;
        }
        for (int i = 0; i < frames.length; i++) {
            ByteBuf frame = frames[i];
            if (frame != null) {
                frame.release();
                frames[i] = null;
            }
        }
        current = null;
    }

    void delivered() {
        untold++;
    }

    KeepAlives keepAlives(Duration every) {
        return keepAlives.computeIfAbsent(every, e -> new KeepAlives(loop, e));
    }
}
