package dev.wardcast.gateway.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.gateway.stream.Ending;
import dev.wardcast.gateway.stream.Envelope;
import dev.wardcast.gateway.stream.Form;
import dev.wardcast.gateway.stream.Refill.Refilled;
import dev.wardcast.gateway.stream.Wire;
import java.util.Set;

/** Server-Sent Events, in each dialect. */
public enum SseWire implements Wire {
    DATA(Dialect.DATA, "keepalive") {
        @Override
        byte[] frame(String type, String room, byte[] data, long atMillis, String position) {
            return SseFrames.frame(position, "", data);
        }
    },

    EVENTS(Dialect.EVENTS, "keepalive") {
        @Override
        byte[] frame(String type, String room, byte[] data, long atMillis, String position) {
            return SseFrames.frame(position, type, Envelope.event(type, room, data, atMillis, ""));
        }

        @Override
        public byte[] opening(long retryMillis, String position, Set<String> rooms) {
            return SseFrames.opening(
                    retryMillis,
                    position,
                    "connected",
                    "{\"type\":\"connected\",\"rooms\":" + Envelope.array(rooms) + "}");
        }
    },

    STEPS(Dialect.STEPS, "heartbeat") {
        @Override
        byte[] frame(String type, String room, byte[] data, long atMillis, String position) {
            String id = dialect().endsWith(type) ? position + THE_END : position;
            return SseFrames.frame(id, Envelope.shortName(type), data);
        }
    };

    /**
     * Marks the id of the last event there will be. A browser that comes back with it, as it does
     * after each close, is answered 204, which stops it.
     */
    public static final String THE_END = "/end";

    private final Dialect dialect;
    private final byte[] keepAlive;
    private final Form form = new Form(event -> event(event, event.position().text()));

    SseWire(Dialect dialect, String comment) {
        this.dialect = dialect;
        this.keepAlive = (": " + comment + "\n\n").getBytes(UTF_8);
    }

    public static SseWire of(Dialect dialect) {
        return switch (dialect) {
            case DATA -> DATA;
            case EVENTS -> EVENTS;
            case STEPS -> STEPS;
        };
    }

    abstract byte[] frame(String type, String room, byte[] data, long atMillis, String position);

    @Override
    public String transport() {
        return "sse";
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
        return frame(event.type(), event.room(), event.dataBytes(), event.atMillis(), position);
    }

    @Override
    public byte[] opening(long retryMillis, String position, Set<String> rooms) {
        return SseFrames.opening(retryMillis, position, "", "");
    }

    @Override
    public byte[] position(String position) {
        return SseFrames.position(position);
    }

    @Override
    public byte[] gap(Set<String> rooms, String reason) {
        return SseFrames.frame("", "gap", Envelope.gap(rooms, reason).getBytes(UTF_8));
    }

    @Override
    public byte[] refilled(Refilled event) {
        return frame(event.type(), event.room(), event.data(), event.clock() / 1000, "");
    }

    @Override
    public byte[] roomLost(String room) {
        return new byte[0];
    }

    @Override
    public byte[] roomGained(String room) {
        return new byte[0];
    }

    @Override
    public byte[] ending(Ending ending, long retryMillis) {
        byte[] data = ("{\"reason\":\"" + ending.reason() + "\"}").getBytes(UTF_8);
        return switch (ending) {
            // The last event has said it.
            case FINISHED -> new byte[0];
            case TOKEN_EXPIRED -> SseFrames.frame("", "token_expired", data);
            case DRAINING,
                    MAX_AGE,
                    ACCESS_UNKNOWN,
                    UNRESPONSIVE,
                    RATE_EXCEEDED,
                    ACCESS_REVOKED,
                    MALFORMED_MESSAGE,
                    MESSAGE_TOO_LARGE ->
                    SseFrames.closing(retryMillis, data);
        };
    }

    @Override
    public byte[] keepAlive() {
        return keepAlive;
    }

    @Override
    public boolean keepAliveIsAnswered() {
        return false;
    }
}
