package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes down what it is given. */
final class RecordingFollower implements Follower, AutoCloseable {

    final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final CountDownLatch started = new CountDownLatch(1);
    final Collection<LogEvent> events = new ConcurrentLinkedQueue<>();
    final Collection<Gap> gaps = new ConcurrentLinkedQueue<>();
    private Consumer<Gap> onGap = gap -> gap.passed(Delivered.NOTHING);
    private int room = Integer.MAX_VALUE;
    volatile boolean caughtUp;
    private volatile Position last;
    private Following following;

    static RecordingFollower of(RoomHub hub, Collection<Room> rooms, Optional<Position> after) {
        return of(hub, rooms, after.<Start>map(Start.After::new).orElse(new Start.Now()));
    }

    static RecordingFollower of(RoomHub hub, Collection<Room> rooms, Start start) {
        return of(hub, rooms, start, gap -> gap.passed(Delivered.NOTHING));
    }

    static RecordingFollower of(
            RoomHub hub, Collection<Room> rooms, Start start, Consumer<Gap> onGap) {
        RecordingFollower follower = new RecordingFollower();
        follower.onGap = onGap;
        follower.onLoop(
                () -> follower.following = hub.follow(rooms, start, follower, follower.loop));
        return follower;
    }

    /**
     * One whose loop is busy until {@code release}, with whatever the hub tells it queued behind.
     */
    static RecordingFollower busyUntil(
            CountDownLatch release, RoomHub hub, Collection<Room> rooms, Start start) {
        RecordingFollower follower = new RecordingFollower();
        CountDownLatch asked = new CountDownLatch(1);
        follower.loop.execute(() -> {
            follower.following = hub.follow(rooms, start, follower, follower.loop);
            asked.countDown();
            busy(release);
        });
        busy(asked);
        return follower;
    }

    private static void busy(CountDownLatch release) {
        try {
            if (!release.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody released it");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    RecordingFollower awaitStarted() {
        try {
            if (!started.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("did not start");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    @Override
    public void started() {
        last = following.position();
        started.countDown();
    }

    @Override
    public void event(LogEvent event) {
        events.add(event);
        room--;
        last = following.position();
    }

    @Override
    public void caughtUp() {
        caughtUp = true;
    }

    @Override
    public void flush() {}

    @Override
    public boolean wantsMore() {
        return room > 0;
    }

    @Override
    public void gap(Gap gap) {
        gaps.add(gap);
        onGap.accept(gap);
    }

    /** Takes so many more and then wants none. */
    void takeOnly(int more) {
        onLoop(() -> {
            room = more;
            following.resume();
        });
    }

    void use(Consumer<Following> action) {
        onLoop(() -> action.accept(following));
    }

    <T> T ask(Function<Following, T> question) {
        try {
            return loop.submit(() -> question.apply(following)).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Where a client that saw all of this would resume. */
    Position position() {
        return last;
    }

    List<String> ids() {
        return new ArrayList<>(events).stream().map(LogEvent::id).toList();
    }

    private void onLoop(Runnable action) {
        try {
            loop.submit(action).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException
                | ExecutionException
                | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        onLoop(() -> following.close());
        loop.shutdown();
    }
}
