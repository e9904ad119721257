package dev.wardcast.bench.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

/** Clients on their way back to where they were. Belongs to the receiving thread. */
final class Comeback {

    private final int clients;
    private final IntSupplier newest;
    private final CompletableFuture<Recovery> done;
    private final long began = System.nanoTime();
    private int caughtUp;
    private Duration answered = Duration.ZERO;
    private Duration half = Duration.ZERO;

    /**
     * @param newest the number of the last event that the server has taken
     * @param done completes when each client has what was the newest when it began to connect
     */
    Comeback(int clients, IntSupplier newest, CompletableFuture<Recovery> done) {
        this.clients = clients;
        this.newest = newest;
        this.done = done;
    }

    void begins(Connection connection) {
        connection.owed = newest.getAsInt();
        connection.cameBack = true;
        if (connection.owed <= connection.last) {
            caughtUp(connection);
        }
    }

    void allAnswered() {
        answered = sinceBeginning();
        completeIfAll();
    }

    void caughtUp(Connection connection) {
        connection.owed = -1;
        caughtUp++;
        if (caughtUp == (clients + 1) / 2) {
            half = sinceBeginning();
        }
        completeIfAll();
    }

    void failed(Throwable why) {
        done.completeExceptionally(why);
    }

    private void completeIfAll() {
        if (caughtUp == clients && answered.isPositive()) {
            done.complete(new Recovery(answered, half, sinceBeginning()));
        }
    }

    private Duration sinceBeginning() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
