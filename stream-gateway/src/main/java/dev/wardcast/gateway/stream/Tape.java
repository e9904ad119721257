package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/**
 * The frames of the events that a loop is writing, in one form, one after the other in direct
 * memory. They are put there once for all of the loop's clients; who takes several that follow on
 * each other writes them as one piece. Belongs to the loop's thread.
 */
final class Tape {

    private static final int ROOM = 16 * 1024;
    private static final int MOST_KEPT = 256 * 1024;

    private final Form form;
    private ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer(ROOM);
    private LogEvent[] events = new LogEvent[16];
    private int[] ends = new int[16];
    private int size;

    /**
     * Clients take the same events in the same order, so the next one wanted is easily guessed: the
     * same again, for another client, or the one after it.
     */
    private int guess;

    private int users;

    Tape(Form form) {
        this.form = form;
    }

    /** Valid until the last user is done. */
    ByteBuf frames() {
        return frames;
    }

    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    /** Where the event's frame is; puts it there if this is the first time. */
    int find(LogEvent event) {
        if (guess > 0 && guess <= size && events[guess - 1] == event) {
            return guess - 1;
        }
        if (guess >= size) {
            guess = 0;
        }
        if (size > 0 && events[guess] == event) {
            return guess++;
        }
        for (int i = 0; i < size; i++) {
            if (events[i] == event) {
                guess = i + 1;
                return i;
            }
        }
        return append(event);
    }

    private int append(LogEvent event) {
        if (users == 0) {
            rewind();
        }
        if (size == events.length) {
            events = Arrays.copyOf(events, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        frames.writeBytes(form.of(event));
        events[size] = event;
        ends[size] = frames.writerIndex();
        guess = size + 1;
        return size++;
    }

    /** Somebody keeps a place on the tape, so nothing on it may change. */
    void use() {
        users++;
    }

    void done() {
        users--;
    }

    /** Nobody has a place on it any more; what sockets have not taken yet keeps the old memory. */
    void rewind() {
        if (size == 0 || users > 0) {
            return;
        }
        if (frames.refCnt() > 1 || frames.capacity() > MOST_KEPT) {
            frames.release();
            frames = ByteBufAllocator.DEFAULT.directBuffer(ROOM);
        } else {
            frames.clear();
        }
        Arrays.fill(events, 0, size, null);
        size = 0;
        guess = 0;
    }
}
