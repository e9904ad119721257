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
    private @Nullable Comeback comeback;
    private int opened;
    private int streaming;

    /** Whether each client notes its last {@code id:}. */
    boolean keepPositions;

    /**
     * @param target open until there are so many
     * @param atOnce the most that wait for their answers at a time
     * @param done completes when all of them are streaming
     */
    private record Opening(
            int target, int atOnce, IntFunction<Request> request, CompletableFuture<Void> done) {}

    Clients(int port) {
        this.port = port;
    }

    Connection get(int index) {
        return connections.get(index);
    }

    /** Opens connections until there are so many. */
    void open(int target, IntFunction<Request> request, CompletableFuture<Void> done) {
        opening = new Opening(target, OPENING_AT_ONCE, request, done);
    }

    /** Closes all sockets; who they belong to, and how far each had got, is kept. */
    void cut(Sockets sockets) {
        for (Connection connection : connections) {
            sockets.close(connection.fd);
            connection.cut();
        }
        opened = 0;
        streaming = 0;
    }

    /** All who were cut off connect at once, without waiting for one another. */
    void comeBack(IntFunction<Request> request, Comeback back) {
        comeback = back;
        CompletableFuture<Void> answered = new CompletableFuture<>();
        answered.whenComplete((none, failure) -> {
            if (failure == null) {
                back.allAnswered();
            } else {
                back.failed(failure);
            }
        });
        opening = new Opening(connections.size(), connections.size(), request, answered);
    }

    boolean areOpening() {
        return opening != null;
    }

    boolean mayOpenMore() {
        Opening now = opening;
        return now != null && opened < now.target() && opened - streaming < now.atOnce();
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
            int index = opened++;
            Request request = now.request().apply(index);
            Connection connection = connection(index, request, sockets);
            byte[] position = connection.position;
            connection.unsent =
                    (position == null ? request : request.resumingFrom(position)).bytes();
            sockets.watch(connection.fd, index);
        }
    }

    private Connection connection(int index, Request request, Sockets sockets) {
        Comeback back = comeback;
        if (back == null || index >= connections.size()) {
            Connection first = new Connection(sockets.connect(port), request.room());
            connections.add(first);
            return first;
        }
        Connection again = connections.get(index);
        back.begins(again);
        again.fd = sockets.connect(port);
        return again;
    }

    /** The server's answer is there, and is a stream. */
    void begun(Connection connection) {
        connection.streaming = true;
        streaming++;
    }

    void caughtUp(Connection connection) {
        Comeback back = comeback;
        if (back != null) {
            back.caughtUp(connection);
        }
    }

    /** Nothing more is opened, and whoever waits for it is told why. */
    void giveUp(String reason) {
        Opening now = opening;
        opening = null;
        IllegalStateException why = new IllegalStateException(reason);
        if (now != null) {
            now.done().completeExceptionally(why);
        }
        Comeback back = comeback;
        if (back != null) {
            back.failed(why);
        }
    }

    /** Those that are open; after a cut there are none. */
    void close(Sockets sockets) {
        connections.subList(0, opened).forEach(connection -> sockets.close(connection.fd));
        opened = 0;
    }
}
