package dev.wardcast.gateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Where the bytes of one client's stream go. On the client's event loop. */
interface Outlet {

    EventLoop loop();

    /** Takes over the reference. */
    void write(ByteBuf frame);

    void flush();

    /** Messages written and not yet taken by the socket. */
    int pending();

    /** Runs it once all written so far left for the socket, in a later task of the loop. */
    void whenDrained(Runnable then);

    /** After what was written is flushed. */
    void close();

    boolean isOpen();
}
