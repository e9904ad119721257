package dev.wardcast.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The connections, and how they come about. Belongs to the receiving thread. */
final class Clients {

    /** Connections whose request the server has not answered; its backlog stays short. */
    private static final int OPENING_AT_ONCE = 128;

    /** Between two looks at what has arrived. */
    private static final int OPENED_IN_A_ROW = 8;

    private final int port;
    private final List<Connection> connections = new ArrayList<>();
    private @Nullable Opening opening;
    private int streaming;

    /**
     * @param target open until there are so many
     * @param done completes when all of them are streaming
     */
    record Opening(int target, IntFunction<Request> request, CompletableFuture<Void> done) {}

    Clients(int port) {
        this.port = port;
    }

    Connection get(int index) {
        return connections.get(index);
    }

    void open(Opening next) {
        opening = next;
    }

    boolean areOpening() {
        return opening != null;
    }

    boolean mayOpenMore() {
        Opening now = opening;
        return now != null
                && connections.size() < now.target()
                && connections.size() - streaming < OPENING_AT_ONCE;
    }

    void openMore(Sockets sockets) {
        Opening now = opening;
        if (now == null) {
            return;
        }
        if (streaming >= now.target()) {
            opening = null;
            now.done().complete(null);
            return;
        }
        for (int i = 0; i < OPENED_IN_A_ROW && mayOpenMore(); i++) {
            int index = connections.size();
            Request request = now.request().apply(index);
            int fd = sockets.connect(port);
            connections.add(new Connection(fd, request.room()));
            sockets.watch(fd, index);
            sockets.send(fd, request.bytes());
        }
    }

    void begun(Connection connection) {
        connection.streaming = true;
        streaming++;
    }

    /** Nothing more is opened, and whoever waits for it is told why. */
    void giveUp(String reason) {
        Opening now = opening;
        opening = null;
        if (now != null) {
            now.done().completeExceptionally(new IllegalStateException(reason));
        }
    }

    void close(Sockets sockets) {
        connections.forEach(connection -> sockets.close(connection.fd));
    }
}
