package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import io.netty.buffer.Unpooled;

/**
 * Writes for one stream, in the order in which it is told to. Events in the common form are only
 * noted, as places on the loop's {@link Tape}; those that follow on each other there are written as
 * one piece. Nothing stays noted beyond the task that noted it.
 */
final class Pen {

    private final Outlet outlet;
    private final Tape tape;
    private final int maxPending;

    /** The piece of the tape that is still to be written, and how many events it is. */
    private int from;

    private int to;
    private int events;

    Pen(Outlet outlet, Tape tape, int maxPending) {
        this.outlet = outlet;
        this.tape = tape;
        this.maxPending = maxPending;
    }

    /** An event as everybody gets it. */
    void event(LogEvent event) {
        int index = tape.find(event);
        if (events > 0 && to != tape.start(index)) {
            writePiece();
        }
        if (events == 0) {
            from = tape.start(index);
            tape.use();
        }
        to = tape.end(index);
        events++;
    }

    /** Bytes for this client alone; none if there are none. */
    void write(byte[] bytes) {
        writePiece();
        if (bytes.length > 0) {
            outlet.write(Unpooled.wrappedBuffer(bytes));
        }
    }

    private void writePiece() {
        if (events > 0) {
            int count = events;
            events = 0;
            outlet.writeShared(tape.frames(), from, to, count);
            tape.done();
        }
    }

    void flush() {
        writePiece();
        outlet.flush();
    }

    void say(byte[] bytes) {
        write(bytes);
        flush();
    }

    /** Messages that have not left for the socket. */
    int waiting() {
        return outlet.pending() + events;
    }

    /** Whether as many messages wait as may. */
    boolean isFull() {
        return waiting() >= maxPending;
    }

    /** Whether even what must be said has no room: the client takes nothing. */
    boolean isOverfull() {
        return waiting() >= 2 * maxPending;
    }

    boolean isIdle() {
        return waiting() == 0;
    }

    /** Calls back, in a task of its own, when everything so far has left for the socket. */
    void whenDrained(Runnable then) {
        writePiece();
        outlet.whenDrained(then);
    }

    /** Ends the connection once everything so far has left for the socket. */
    void close() {
        writePiece();
        outlet.close();
    }
}
