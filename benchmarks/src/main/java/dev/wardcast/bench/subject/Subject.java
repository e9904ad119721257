package dev.wardcast.bench.subject;

import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import java.util.List;
import java.util.OptionalLong;

/** A server that runs and is put under load. Closing ends it and all it needed. */
public interface Subject extends AutoCloseable {

    /** On 127.0.0.1. */
    int port();

    /** Process ids of the server itself: whose CPU time and memory count. */
    List<Long> processes();

    /** Process ids of what it needs beside it, such as Redis. */
    List<Long> helpers();

    /** What the client with this number says first. */
    Request request(int connection);

    /** The way in. The subject closes it. */
    Publisher publisher();

    /**
     * Collects garbage, so that resident memory is not what only waits for that.
     *
     * @return bytes of live objects in the heap; empty if it has no heap of that kind
     */
    default OptionalLong collectGarbage() {
        return OptionalLong.empty();
    }

    /** How often it has asked the log for past events, since the beginning; 0 if it has no log. */
    default long readingsOfTheLog() {
        return 0;
    }

    @Override
    void close();
}
