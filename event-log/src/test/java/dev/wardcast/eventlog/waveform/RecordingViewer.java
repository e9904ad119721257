package dev.wardcast.eventlog.waveform;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the sequences that it got. */
final class RecordingViewer implements WaveformViewer {

    final List<Long> got = new CopyOnWriteArrayList<>();
    final List<byte[]> bytes = new CopyOnWriteArrayList<>();
    volatile int begun;

    @Override
    public void begins(List<PassedFrame> recent) {
        begun++;
        recent.forEach(this::frame);
    }

    @Override
    public void frame(PassedFrame frame) {
        got.add(frame.sequence());
        bytes.add(frame.frame());
    }
}
