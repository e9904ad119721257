package dev.wardcast.eventlog.waveform;

import java.util.List;

/**
 * Somebody who watches a patient's waveforms. Gets each frame once and the frames of a stream in
 * their order. Called on threads that others wait for: it hands over and does not work.
 */
public interface WaveformViewer {

    /** The last seconds; once, before anything else. */
    void begins(List<PassedFrame> recent);

    void frame(PassedFrame frame);
}
