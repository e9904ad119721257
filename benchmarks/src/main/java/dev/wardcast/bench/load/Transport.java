package dev.wardcast.bench.load;

/** How events come to a client. */
public enum Transport {
    SSE("SSE"),
    WEBSOCKET("WebSocket");

    public final String label;

    Transport(String label) {
        this.label = label;
    }
}
