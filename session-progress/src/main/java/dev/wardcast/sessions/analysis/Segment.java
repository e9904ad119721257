package dev.wardcast.sessions.analysis;

import io.micronaut.serde.annotation.Serdeable;

/**
 * A stretch of a recording.
 *
 * @param kind {@code speech} or {@code silence}
 * @param start seconds from the beginning of the recording
 * @param end likewise; the start of the next one
 */
@Serdeable
public record Segment(String kind, double start, double end) {

    static final String SPEECH = "speech";
    static final String SILENCE = "silence";

    boolean speaks() {
        return kind.equals(SPEECH);
    }

    double seconds() {
        return end - start;
    }
}
