package dev.wardcast.bench.subject;

import dev.wardcast.bench.load.Publisher;
import dev.wardcast.bench.load.Request;
import java.util.List;

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

    /** Gives memory back that is only waiting for a collection. */
    default void collectGarbage() {}

    @Override
    void close();
}
