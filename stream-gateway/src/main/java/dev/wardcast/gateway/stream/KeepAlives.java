package dev.wardcast.gateway.stream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One timer for the keep-alives of all streams of a loop: a timing wheel of one turn. Belongs to
 * the loop's thread.
 */
final class KeepAlives {

    private final List<List<ClientStream>> slots = new ArrayList<>();
    private int hand;
    private int next;

    KeepAlives(EventLoop loop, Duration every) {
        int count = (int) Math.max(1, every.toSeconds());
        for (int i = 0; i < count; i++) {
            slots.add(new ArrayList<>());
        }
        long tickMillis = Math.max(1, every.toMillis() / count);
        loop.scheduleAtFixedRate(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
    }

    /** Where a stream sits in the wheel; kept by the stream, so that leaving costs no search. */
    static final class Seat {
        private int slot = -1;
        private int index;
    }

    void add(ClientStream stream) {
        // Spread evenly, not by the moment of arrival: after a reconnect storm all arrived at once.
        next = (next + 1) % slots.size();
        List<ClientStream> slot = slots.get(next);
        stream.seat().slot = next;
        stream.seat().index = slot.size();
        slot.add(stream);
    }

    void remove(ClientStream stream) {
        Seat seat = stream.seat();
        if (seat.slot < 0) {
            return;
        }
        List<ClientStream> slot = slots.get(seat.slot);
        ClientStream last = slot.removeLast();
        if (last != stream) {
            slot.set(seat.index, last);
            last.seat().index = seat.index;
        }
        seat.slot = -1;
    }

    private void tick() {
        hand = (hand + 1) % slots.size();
        List<ClientStream> slot = slots.get(hand);
        // Backwards: one that ends itself here is replaced by one that was already served.
        for (int i = slot.size() - 1; i >= 0; i--) {
            slot.get(i).keepAlive();
        }
    }
}
