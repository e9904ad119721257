package dev.wardcast.vitals.waveform;

import java.util.Locale;

/**
 * Why the service ends a device's stream. From 4000 to 4499 the device comes back by itself; from
 * 4500 on it does not with the same key and the same behaviour. docs/waveforms.md has the table.
 */
enum DeviceEnding {
    /** This node is going away; another one takes over. */
    DRAINING(4000),
    /** For longer than the grace time nobody could tell whether the key or token still counts. */
    ACCESS_UNKNOWN(4002),
    /** Pings went unanswered. */
    UNRESPONSIVE(4003),
    /** More frames ahead than the credit allowed; to come back and wait for acknowledgements. */
    CREDIT_EXCEEDED(4004),
    /** Comes back with another token, not with this one. */
    TOKEN_EXPIRED(4500),
    ACCESS_REVOKED(4501),
    /** What came is no frame, or none that may be streamed. */
    MALFORMED_FRAME(4503),
    FRAME_TOO_LARGE(4504),
    /** Another connection of the same device sends this stream now. */
    TAKEN_OVER(4505);

    private final int code;

    DeviceEnding(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
