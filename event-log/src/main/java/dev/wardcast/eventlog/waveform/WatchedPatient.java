package dev.wardcast.eventlog.waveform;

import dev.wardcast.eventlog.waveform.WaveformLog.Buffered;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The waveforms of one patient whom somebody on this node watches.
 *
 * <p>Listening begins before the buffer is read, and what is heard meanwhile waits: so nothing can
 * fall between the two. What is in both is recognised by its stream and sequence.
 */
final class WatchedPatient {

    private static final long KEEP_NANOS = WaveformLog.KEEP.toNanos();

    /** More than the last ten seconds of a patient can be, unless devices are many. */
    private static final int MOST_KEPT_BYTES = 4 << 20;

    /** Heard while the buffer is read, which takes milliseconds; beyond it the oldest is a hole. */
    private static final int MOST_WAITING = 2_048;

    private static final int MOST_STREAMS = 64;

    private record Kept(PassedFrame frame, long heardNanos) {}

    private final UnaryOperator<byte[]> renderer;
    private final List<WaveformViewer> beginning = new ArrayList<>();
    private final List<WaveformViewer> viewers = new ArrayList<>();
    private final Deque<Kept> recent = new ArrayDeque<>();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final Map<Long, Long> newest =
            new LinkedHashMap<>(4, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
                    return size() > MOST_STREAMS;
                }
            };
    private long keptBytes;
    private boolean live;
    private int readings;

    WatchedPatient(UnaryOperator<byte[]> renderer) {
        this.renderer = renderer;
    }

    synchronized void add(WaveformViewer viewer) {
        if (live) {
            begin(viewer);
        } else {
            beginning.add(viewer);
        }
    }

    /**
     * @return whether nobody is left
     */
    synchronized boolean remove(WaveformViewer viewer) {
        beginning.remove(viewer);
        viewers.remove(viewer);
        return beginning.isEmpty() && viewers.isEmpty();
    }

    /**
     * The buffer is going to be read.
     *
     * @return number of this reading, so that an older one's answer is recognised
     */
    synchronized int reading() {
        live = false;
        return ++readings;
    }

    /** Nothing is heard until the buffer is read again. */
    synchronized void deaf() {
        reading();
        waiting.clear();
    }

    synchronized void heard(byte[] frame) {
        if (live) {
            pass(frame, System.nanoTime());
        } else {
            if (waiting.size() >= MOST_WAITING) {
                waiting.poll();
            }
            waiting.add(frame);
        }
    }

    synchronized void caughtUp(int reading, List<Buffered> buffer) {
        if (reading != readings) {
            return;
        }
        long now = System.nanoTime();
        for (Buffered each : buffer) {
            pass(each.frame(), now - Duration.ofMillis(each.millisAgo()).toNanos());
        }
        for (byte[] frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            pass(frame, now);
        }
        live = true;
        List<WaveformViewer> fresh = List.copyOf(beginning);
        beginning.clear();
        fresh.forEach(this::begin);
    }

    private void begin(WaveformViewer viewer) {
        forgetOld(System.nanoTime());
        viewer.begins(recent.stream().map(Kept::frame).toList());
        viewers.add(viewer);
    }

    private void pass(byte[] bytes, long heardNanos) {
        if (!PassedFrame.isWhole(bytes)) {
            return;
        }
        PassedFrame frame = PassedFrame.of(bytes, renderer);
        long sequence = frame.sequence();
        Long last = newest.get(frame.stream());
        if (last != null && sequence <= last) {
            return;
        }
        newest.put(frame.stream(), sequence);
        recent.add(new Kept(frame, heardNanos));
        keptBytes += frame.rendered().length;
        forgetOld(heardNanos);
        viewers.forEach(viewer -> viewer.frame(frame));
    }

    private void forgetOld(long nowNanos) {
        for (Kept oldest = recent.peek();
                oldest != null
                        && (nowNanos - oldest.heardNanos() > KEEP_NANOS
                                || keptBytes > MOST_KEPT_BYTES);
                oldest = recent.peek()) {
            keptBytes -= oldest.frame().rendered().length;
            recent.poll();
        }
    }
}
