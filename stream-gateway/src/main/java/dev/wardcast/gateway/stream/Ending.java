package dev.wardcast.gateway.stream;

import java.util.Locale;

/**
 * Why the gateway ends a stream. The code closes a WebSocket and says in its range what the client
 * should do: from 4000 to 4499 it comes back, with its position; from 4500 on it does not by
 * itself. docs/streams.md has the table.
 */
public enum Ending {
    /** This node is going away; another one takes over. */
    DRAINING(4000),
    /** The connection has lived long enough, so that load spreads over the nodes there are. */
    MAX_AGE(4001),
    /** For longer than the grace time nobody could decide the access. */
    ACCESS_UNKNOWN(4002),
    /** Pings went unanswered. */
    UNRESPONSIVE(4003),
    /** More messages a second than allowed; to come back more slowly. */
    RATE_EXCEEDED(4004),
    /** Comes back with another token, not with this one. */
    TOKEN_EXPIRED(4500),
    ACCESS_REVOKED(4501),
    /** Everything there is was told; the session it was about has ended. */
    FINISHED(4502),
    /** The client sent what is not of the protocol. */
    MALFORMED_MESSAGE(4503),
    MESSAGE_TOO_LARGE(4504);

    private final int code;

    Ending(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public boolean reconnect() {
        return code < 4500;
    }

    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
