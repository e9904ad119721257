package dev.wardcast.bench.load;

import org.jspecify.annotations.Nullable;

/** One client, as the receiving thread sees it: the same one when it comes back after a cut. */
final class Connection {

    final int room;

    int fd;

    /** What it says first, until it is connected and has said it. */
    byte @Nullable [] unsent;

    /** Whether the answer's head has been read, and frames follow. */
    boolean streaming;

    /** The number of the last event, to see that none is missing and none comes twice. */
    int last = -1;

    /** What came of a frame whose rest has not. */
    byte @Nullable [] rest;

    /** The last {@code id:}, if such are kept. */
    byte @Nullable [] position;

    boolean cameBack;

    /** The newest event when it came back, as long as that has not come; else -1. */
    int owed = -1;

    Connection(int fd, int room) {
        this.fd = fd;
        this.room = room;
    }

    void cut() {
        streaming = false;
        rest = null;
        unsent = null;
    }
}
