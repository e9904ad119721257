package dev.wardcast.bench.load;

import org.jspecify.annotations.Nullable;

/** One client, as the receiving thread sees it. */
final class Connection {

    final int fd;
    final int room;

    /** Whether the answer's head has been read, and frames follow. */
    boolean streaming;

    /** The number of the last event, to see that none is missing and none comes twice. */
    int last = -1;

    /** What came of a frame whose rest has not. */
    byte @Nullable [] rest;

    Connection(int fd, int room) {
        this.fd = fd;
        this.room = room;
    }
}
