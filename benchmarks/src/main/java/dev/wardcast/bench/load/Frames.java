package dev.wardcast.bench.load;

import java.lang.foreign.MemorySegment;

/** Cuts what was received into frames. Keeps nothing between calls. */
sealed interface Frames permits SseFrames, WebSocketFrames {

    /**
     * Tells of each complete frame between {@code from} and {@code to}.
     *
     * @return where the first incomplete frame begins, or {@code to}
     */
    int read(MemorySegment buffer, int from, int to, Connection connection, Sink sink);

    /** Takes what is in the frames. */
    interface Sink {
        /** The data between {@code from} and {@code to}. */
        void frame(MemorySegment buffer, int from, int to, Connection connection);

        /** Bytes that the protocol wants sent back. */
        void answer(Connection connection, byte[] bytes);

        /** The server ends the stream, or breaks the protocol. */
        void over(Connection connection, String why);
    }
}
