package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;

/** From the sockets through the frames to the counts. Belongs to the receiving thread. */
final class Reader implements Frames.Sink {

    private static final int BUFFER = 256 * 1024;
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final Transport transport;
    private final Frames frames;
    private final Sockets sockets;
    private final Clients clients;
    private final Deliveries deliveries;
    private final MemorySegment buffer;
    private final Consumer<String> fail;

    /**
     * @param arena what the buffer lives in
     * @param fail is told what ends the run
     */
    Reader(
            Transport transport,
            Sockets sockets,
            Clients clients,
            Deliveries deliveries,
            Arena arena,
            Consumer<String> fail) {
        this.transport = transport;
        this.frames =
                switch (transport) {
                    case SSE -> new SseFrames();
                    case WEBSOCKET -> new WebSocketFrames();
                };
        this.sockets = sockets;
        this.clients = clients;
        this.deliveries = deliveries;
        this.buffer = arena.allocate(BUFFER, 64);
        this.fail = fail;
    }

    /**
     * Takes what there is.
     *
     * @param ended the server will send no more than that
     */
    void read(Connection connection, boolean ended) {
        byte[] unsent = connection.unsent;
        if (unsent != null) {
            connection.unsent = null;
            sockets.send(connection.fd, unsent);
        }
        int count;
        do {
            int kept = restore(connection);
            count = sockets.receive(connection.fd, buffer.asSlice(kept), MOST_AT_ONCE);
            if (count < 0) {
                keep(0, kept, connection);
                return;
            }
            if (count == 0) {
                over(connection, "closed by the server");
                return;
            }
            deliveries.receivedNow();
            int to = kept + count;
            int from = connection.streaming ? 0 : head(to, connection);
            if (connection.streaming) {
                from = frames.read(buffer, from, to, connection, this);
            }
            keep(from, to, connection);
            // Less than there was room for: it is empty, and tells us when it is not.
        } while (count == MOST_AT_ONCE || ended);
    }

    private int restore(Connection connection) {
        byte[] rest = connection.rest;
        if (rest == null) {
            return 0;
        }
        connection.rest = null;
        MemorySegment.copy(rest, 0, buffer, ValueLayout.JAVA_BYTE, 0, rest.length);
        return rest.length;
    }

    private void keep(int from, int to, Connection connection) {
        if (from == to) {
            return;
        }
        if (to - from > BUFFER - MOST_AT_ONCE) {
            fail.accept("a frame of more than " + (to - from) + " bytes");
            return;
        }
        connection.rest = buffer.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Where the frames begin, or 0 if the answer's head is not complete. */
    private int head(int to, Connection connection) {
        String text = new String(buffer.asSlice(0, to).toArray(ValueLayout.JAVA_BYTE), UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        Request.refusal(transport, text)
                .ifPresent(answer -> fail.accept("a client was refused: " + answer.strip()));
        clients.begun(connection);
        if (!connection.cameBack) {
            deliveries.joined(connection.room);
        }
        return text.substring(0, end + 4).getBytes(UTF_8).length;
    }

    @Override
    public void frame(MemorySegment from, int begin, int end, Connection connection) {
        String wrong = deliveries.frame(from, begin, end, connection);
        if (wrong != null) {
            fail.accept(wrong);
        }
        if (connection.owed >= 0 && connection.last >= connection.owed) {
            clients.caughtUp(connection);
        }
        if (clients.keepPositions) {
            SseFrames.id(from, begin, end).ifPresent(id -> connection.position = id);
        }
    }

    @Override
    public void answer(Connection connection, byte[] bytes) {
        sockets.send(connection.fd, bytes);
    }

    @Override
    public void over(Connection connection, String why) {
        fail.accept("a connection ended: " + why);
    }
}
