package dev.wardcast.gateway.sse;

import dev.wardcast.eventlog.LogEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one event loop share: the frame of the event that is being written, copied
 * into direct memory once for all of them, and one timer for all keep-alives. Belongs to the loop's
 * thread.
 */
final class LoopStreams {

    private static final int DIALECTS = Dialect.values().length;

    private final ByteBufAllocator allocator;
    private final ByteBuf keepAlive;
    private @Nullable LogEvent current;
    private final @Nullable ByteBuf[] frames = new @Nullable ByteBuf[DIALECTS];

    /** Streams by the second in which they get their keep-alive: a timing wheel of one turn. */
    private final Set<SseStream>[] wheel;

    private int hand;
    private int next;

    @SuppressWarnings({"unchecked", "rawtypes"})
    LoopStreams(EventLoop loop, ByteBufAllocator allocator, Duration keepAliveEvery) {
        this.allocator = allocator;
        byte[] comment = SseFrames.KEEP_ALIVE;
        this.keepAlive =
                Unpooled.unreleasableBuffer(
                        Unpooled.directBuffer(comment.length).writeBytes(comment).asReadOnly());
        int slots = (int) Math.max(1, keepAliveEvery.toSeconds());
        this.wheel = new Set[slots];
        for (int i = 0; i < slots; i++) {
            wheel[i] = new HashSet<>();
        }
        long tickMillis = Math.max(1, keepAliveEvery.toMillis() / slots);
        loop.scheduleAtFixedRate(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
    }

    /**
     * The event's frame in direct memory. Valid until the next call for another event; who writes
     * it takes a duplicate.
     */
    ByteBuf frame(LogEvent event, Dialect dialect) {
        if (event != current) {
            release();
            current = event;
        }
        ByteBuf ready = frames[dialect.ordinal()];
        if (ready == null) {
            byte[] bytes = dialect.frame(event);
            ready = allocator.directBuffer(bytes.length).writeBytes(bytes);
            frames[dialect.ordinal()] = ready;
        }
        return ready;
    }

    private void release() {
        for (int i = 0; i < DIALECTS; i++) {
            ByteBuf frame = frames[i];
            if (frame != null) {
                frame.release();
                frames[i] = null;
            }
        }
        current = null;
    }

    /**
     * @return the slot, to be given back to {@link #remove}
     */
    int add(SseStream stream) {
        // Spread evenly, not by the moment of arrival: after a reconnect storm all arrived at once.
        next = (next + 1) % wheel.length;
        wheel[next].add(stream);
        return next;
    }

    void remove(SseStream stream, int slot) {
        wheel[slot].remove(stream);
    }

    private void tick() {
        // A quiet loop must not hold on to the frame of an event long past.
        release();
        hand = (hand + 1) % wheel.length;
        for (SseStream stream : wheel[hand].toArray(new SseStream[0])) {
            stream.keepAlive(keepAlive.duplicate());
        }
    }
}
