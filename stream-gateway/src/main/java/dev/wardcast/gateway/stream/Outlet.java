package dev.wardcast.gateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Where the bytes of one client's stream go. All methods are to be called on its loop. */
public interface Outlet {

    EventLoop loop();

    /** Takes over the reference. */
    void write(ByteBuf frame);

    /**
     * Writes a piece of a buffer that others write too, and need not be flushed. The piece must not
     * change any more.
     *
     * @param messages how many it holds
     */
    default void writeShared(ByteBuf frames, int from, int to, int messages) {
        write(frames.retainedSlice(from, to - from));
    }

    void flush();

    /** Messages that were written and have not left for the socket. */
    int pending();

    /**
     * Flushes, and calls back when everything written so far has left for the socket, in a task of
     * its own; never if the connection ends before.
     */
    void whenDrained(Runnable then);

    /**
     * Closes the connection once everything written so far has left for the socket, or after a few
     * seconds if the client does not take it.
     */
    void close();

    boolean isOpen();
}
