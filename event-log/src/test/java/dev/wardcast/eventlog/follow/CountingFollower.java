package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * One of thousands: checks that each event of its one room follows on the one before, and keeps
 * none.
 */
final class CountingFollower implements Follower {

    private final Executor loop;
    private Following following;
    private long lastClock;
    private volatile int count;
    private volatile int gaps;
    private volatile int outOfOrder;

    CountingFollower(Executor loop) {
        this.loop = loop;
    }

    /** Comes back after a position, which is that of an event of the room. */
    void resume(RoomHub hub, Room room, Position after) {
        lastClock = after.in(0).orElseThrow().clock();
        loop.execute(
                () -> following = hub.follow(Set.of(room), new Start.After(after), this, loop));
    }

    int count() {
        return count;
    }

    /** Gaps, doubles, holes and events out of order. */
    int mistakes() {
        return gaps + outOfOrder;
    }

    void close() {
        loop.execute(() -> following.close());
    }

    @Override
    public void event(LogEvent event) {
        if (event.before() != lastClock) {
            outOfOrder++;
        }
        lastClock = event.clock();
        count++;
    }

    @Override
    public void gap(Gap gap) {
        gaps++;
        gap.passed(Delivered.NOTHING);
    }

    @Override
    public void started() {}

    @Override
    public void flush() {}

    @Override
    public void caughtUp() {}

    @Override
    public boolean wantsMore() {
        return true;
    }
}
