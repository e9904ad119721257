package dev.wardcast.gateway.websocket;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.gateway.stream.Ending;
import dev.wardcast.gateway.stream.Envelope;
import dev.wardcast.gateway.stream.Form;
import dev.wardcast.gateway.stream.Refill.Refilled;
import dev.wardcast.gateway.stream.Wire;
import dev.wardcast.kit.websocket.WebSocketFrames;
import java.util.Set;

/** WebSocket, in each dialect, as it is and compressed. */
enum WebSocketWire implements Wire {
    DATA(Dialect.DATA, false),
    DATA_DEFLATED(Dialect.DATA, true),
    EVENTS(Dialect.EVENTS, false),
    EVENTS_DEFLATED(Dialect.EVENTS, true),
    STEPS(Dialect.STEPS, false),
    STEPS_DEFLATED(Dialect.STEPS, true);

    private static final byte[] PING = WebSocketFrames.ping();

    private final Dialect dialect;
    private final boolean deflated;
    private final Form form = new Form(event -> event(event, event.position().text()));

    WebSocketWire(Dialect dialect, boolean deflated) {
        this.dialect = dialect;
        this.deflated = deflated;
    }

    static WebSocketWire of(Dialect dialect, boolean deflated) {
        return switch (dialect) {
            case DATA -> deflated ? DATA_DEFLATED : DATA;
            case EVENTS -> deflated ? EVENTS_DEFLATED : EVENTS;
            case STEPS -> deflated ? STEPS_DEFLATED : STEPS;
        };
    }

    private byte[] message(String type, String room, byte[] data, long atMillis, String cursor) {
        String name = Envelope.shortName(type);
        byte[] json =
                switch (dialect) {
                    case DATA -> Envelope.data(data, "", cursor);
                    case EVENTS -> Envelope.event(name, room, data, atMillis, cursor);
                    case STEPS -> Envelope.data(data, "\"type\":\"" + name + '"', cursor);
                };
        return deflated ? Deflate.frame(json) : WebSocketFrames.text(json);
    }

    @Override
    public String transport() {
        return "websocket";
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Form form() {
        return form;
    }

    @Override
    public byte[] event(LogEvent event, String position) {
        return message(event.type(), event.room(), event.dataBytes(), event.atMillis(), position);
    }

    @Override
    public byte[] opening(long retryMillis, String position, Set<String> rooms) {
        String cursor = position.isEmpty() ? "" : ",\"cursor\":\"" + position + '"';
        return WebSocketFrames.text(
                "{\"type\":\"connected\",\"rooms\":" + Envelope.array(rooms) + cursor + "}");
    }

    @Override
    public byte[] position(String position) {
        return WebSocketFrames.text("{\"type\":\"position\",\"cursor\":\"" + position + "\"}");
    }

    @Override
    public byte[] gap(Set<String> rooms, String reason) {
        return WebSocketFrames.text(Envelope.gap(rooms, reason));
    }

    @Override
    public byte[] refilled(Refilled event) {
        return message(event.type(), event.room(), event.data(), event.clock() / 1000, "");
    }

    @Override
    public byte[] roomLost(String room) {
        return WebSocketFrames.text(
                "{\"type\":\"subscription\",\"room\":\""
                        + room
                        + "\",\"status\":\"unsubscribed\",\"reason\":\"access_revoked\"}");
    }

    @Override
    public byte[] roomGained(String room) {
        return WebSocketFrames.text(
                "{\"type\":\"subscription\",\"room\":\""
                        + room
                        + "\",\"status\":\"subscribed\",\"reason\":\"access_granted\"}");
    }

    @Override
    public byte[] ending(Ending ending, long retryMillis) {
        return WebSocketFrames.close(ending.code(), ending.reason());
    }

    @Override
    public byte[] keepAlive() {
        return PING;
    }

    @Override
    public boolean keepAliveIsAnswered() {
        return true;
    }
}
