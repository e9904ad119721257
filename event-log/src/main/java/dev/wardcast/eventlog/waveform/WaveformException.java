package dev.wardcast.eventlog.waveform;

/** Bytes that are no frame. The message names the field and what is expected of it. */
public final class WaveformException extends Exception {

    private static final long serialVersionUID = 1L;

    WaveformException(String field, Object found, String expected) {
        this(field + ": " + found + " (expected: " + expected + ")");
    }

    WaveformException(String message) {
        super(message, null, false, false);
    }
}
