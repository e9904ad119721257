package dev.wardcast.vitals.waveform;

import dev.wardcast.eventlog.waveform.WaveformLog;
import dev.wardcast.eventlog.waveform.WaveformLog.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Takes the frames of one connection to Redis in their order: one batch is on its way, what comes
 * meanwhile is the next one. Everything happens on the connection's loop.
 */
final class Forwarder {

    /** Told of each batch, in order. */
    interface Listener {

        void passed(Batch batch);

        /** Another connection sends this stream; nothing goes on. */
        void taken();
    }

    /**
     * @param last sequence of the last frame
     * @param lost frames that could not be passed on, or may not have been
     * @param repeated frames that had been passed on before
     */
    record Batch(long last, int frames, int lost, int repeated) {}

    private final WaveformLog log;
    private final Source source;
    private final InFlightBytes inFlight;
    private final Executor loop;
    private final Listener listener;

    /** Bounded by the window: the connection ends when a device sends beyond it. */
    private final Queue<Sent> waiting = new ArrayDeque<>();

    private boolean busy;
    private boolean over;

    Forwarder(
            WaveformLog log,
            Source source,
            InFlightBytes inFlight,
            Executor loop,
            Listener listener) {
        this.log = log;
        this.source = source;
        this.inFlight = inFlight;
        this.loop = loop;
        this.listener = listener;
    }

    void send(Sent frame) {
        waiting.add(frame);
        if (!busy) {
            next();
        }
    }

    /** Nothing more is passed on but what is on its way. */
    void stop() {
        over = true;
        waiting.clear();
    }

    private void next() {
        while (!busy && !waiting.isEmpty() && !over) {
            List<Sent> batch = new ArrayList<>(waiting);
            waiting.clear();
            pass(batch);
        }
    }

    private void pass(List<Sent> batch) {
        int bytes = batch.stream().mapToInt(frame -> frame.bytes().length).sum();
        if (!inFlight.tryEnter(bytes)) {
            listener.passed(result(batch, batch.size(), 0));
            return;
        }
        busy = true;
        log.append(source.patient(), source.name(), source.owner(), batch)
                .whenComplete((passed, failure) -> {
                    inFlight.leave(bytes);
                    loop.execute(() -> {
                        busy = false;
                        answered(batch, passed, failure);
                        next();
                    });
                });
    }

    private void answered(
            List<Sent> batch, @Nullable List<Boolean> passed, @Nullable Throwable failure) {
        if (over) {
            return;
        }
        if (passed != null) {
            int repeated = (int) passed.stream().filter(each -> !each).count();
            listener.passed(result(batch, 0, repeated));
        } else if (cause(failure) instanceof WaveformLog.TakenException) {
            listener.taken();
        } else {
            listener.passed(result(batch, batch.size(), 0));
        }
    }

    private static Batch result(List<Sent> batch, int lost, int repeated) {
        return new Batch(batch.getLast().sequence(), batch.size(), lost, repeated);
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }
}
