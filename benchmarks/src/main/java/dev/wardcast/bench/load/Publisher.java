package dev.wardcast.bench.load;

import java.util.concurrent.CompletionStage;

/** The way in to a server under test. */
public interface Publisher extends AutoCloseable {

    /**
     * Sends without waiting; events of a room stay in order. Called by one thread.
     *
     * @param data one line of JSON
     * @return completes when the server has taken it, exceptionally when it has not
     */
    CompletionStage<?> publish(int room, int number, byte[] data);

    @Override
    void close();
}
