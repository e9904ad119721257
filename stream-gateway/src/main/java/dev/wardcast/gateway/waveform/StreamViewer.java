package dev.wardcast.gateway.waveform;

import dev.wardcast.eventlog.waveform.Lead;
import dev.wardcast.eventlog.waveform.PassedFrame;
import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.eventlog.waveform.WaveformException;
import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.eventlog.waveform.WaveformView;
import dev.wardcast.eventlog.waveform.WaveformViewer;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.kit.websocket.WebSocketFrames;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client that watches. Whole frames are left out for one that does not read, and it sees by
 * their sequence that they are missing. What the client says and what it gets is on its stream's
 * loop.
 */
public final class StreamViewer implements WaveformViewer {

    /** Written as one message, as long as that is not too much for a buffer. */
    private static final int PIECE = 64 * 1024;

    private final ClientStream stream;
    private final String patient;
    private final int backlog;
    private final WaveformStats stats;

    /** Handed to the loop and not yet written: a loop that is busy is a backlog too. */
    private final AtomicInteger handed = new AtomicInteger();

    private WaveformView view = WaveformView.WHOLE;
    private boolean paused;

    StreamViewer(ClientStream stream, String patient, int backlog, WaveformStats stats) {
        this.stream = stream;
        this.patient = patient;
        this.backlog = backlog;
        this.stats = stats;
    }

    // --- what the client says

    public void pause(boolean wanted) {
        paused = wanted;
    }

    /**
     * @param leads none for all there are
     */
    public void choose(Set<Lead> leads) {
        view = new WaveformView(leads, view.decimation());
    }

    /**
     * @throws IllegalArgumentException if the factor is out of its range
     */
    public void decimate(int factor) {
        view = new WaveformView(view.leads(), factor);
    }

    public boolean paused() {
        return paused;
    }

    public WaveformView view() {
        return view;
    }

    // --- what it gets; handed over from any thread

    @Override
    public void begins(List<PassedFrame> recent) {
        stream.execute(() -> {
            ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE);
            for (PassedFrame frame : recent) {
                piece.writeBytes(rendered(frame));
                if (piece.size() >= PIECE) {
                    stream.send(piece.toByteArray());
                    piece.reset();
                }
            }
            stream.send(piece.toByteArray());
            sent(recent.size());
        });
    }

    @Override
    public void frame(PassedFrame frame) {
        if (handed.get() >= backlog) {
            stats.dropped();
            return;
        }
        handed.incrementAndGet();
        stream.execute(() -> {
            handed.decrementAndGet();
            write(frame);
        });
    }

    private void write(PassedFrame frame) {
        if (paused) {
            return;
        }
        if (stream.waiting() >= backlog) {
            stats.dropped();
            return;
        }
        byte[] bytes = rendered(frame);
        if (bytes.length > 0 && stream.send(bytes)) {
            sent(1);
        }
    }

    private void sent(int frames) {
        stats.sent(frames);
        stream.brought(patient, frames);
    }

    /** Empty if there is nothing in it for this view. */
    private byte[] rendered(PassedFrame frame) {
        if (view.isWhole()) {
            return frame.rendered();
        }
        try {
            WaveformFrame shown = view.of(WaveformCodec.decode(frame.frame()));
            return shown == null
                    ? new byte[0]
                    : WebSocketFrames.binary(WaveformCodec.encode(shown));
        } catch (WaveformException newer) {
            // Of another version than this node knows: as it is, which the client may know.
            return frame.rendered();
        }
    }
}
