package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A follower in one partition: where it stands, and whether it takes events as they come or reads
 * up from the buffer.
 *
 * <p>It takes events as they come only while it is {@code LIVE}. In every other state it lets them
 * pass, because it will read on from its cursor later; so there is no queue of its own that could
 * grow or overflow.
 */
final class Leg {

    private enum State {
        /** Not begun, or told to wait: by a gap, or by a follower that wants no more for now. */
        WAITING,
        READING,
        LIVE,
        CLOSED
    }

    private final Following following;
    private final PartitionHub hub;
    private final LoopFan fan;

    // Belongs to the loop.
    private State state = State.WAITING;
    private boolean begun;

    /** Counts what was asked of the hub; an answer to an earlier question comes too late. */
    private int turn;

    private boolean paused;

    /** Fell behind while live: of readings that newer ones supersede it wants the newest only. */
    private boolean overflowed;

    /** Gaps that were told and not passed yet; until all are, nothing arrives. */
    private int openGaps;

    private final Place place = new Place();
    private boolean touched;
    private final Set<String> names = new HashSet<>();

    private final HubSide hubSide = new HubSide();

    Leg(Following following, PartitionHub hub, LoopFan fan) {
        this.following = following;
        this.hub = hub;
        this.fan = fan;
    }

    LoopFan fan() {
        return fan;
    }

    HubSide hubSide() {
        return hubSide;
    }

    // --- on the loop

    Cursor cursor() {
        return place.cursor();
    }

    /** Ids that are remembered because of a gap. */
    int remembered() {
        return place.remembered();
    }

    Set<String> names() {
        return names;
    }

    void addName(String room) {
        if (names.add(room)) {
            fan.add(room, this);
        }
    }

    /** From here on nothing of the room gets through, whatever is still on its way. */
    void removeName(String room) {
        if (names.remove(room)) {
            fan.remove(room, this);
            place.stand(place.standing().leave(room));
        }
    }

    /**
     * One more room, after a position of its own. To be called before the hub hears of the room.
     */
    void join(String room, Cursor after) {
        addName(room);
        // Whoever resumes gets exactly what was missed.
        overflowed = false;
        place.stand(place.standing().join(room, after, names));
    }

    /** Takes what there is from where it stands now, which is not where it was. */
    void readAgain() {
        if (state == State.LIVE || state == State.READING) {
            readOn();
        }
    }

    void place(Cursor at) {
        Standing placed = Standing.at(at);
        for (Map.Entry<String, Cursor> joined : place.standing().elsewhere().entrySet()) {
            placed = placed.join(joined.getKey(), joined.getValue(), names);
        }
        place.stand(placed);
        following.placed();
    }

    /** Starts to read, if it has not yet. */
    void begin() {
        if (!begun) {
            begun = true;
            readOn();
        }
    }

    /**
     * @return whether the follower took it
     */
    boolean offer(LogEvent event) {
        if (state != State.LIVE || event.clock() <= place.cursor().clock()) {
            return false;
        }
        if (!following.follower().wantsMore()) {
            // It reads on from its cursor when it has room again.
            pause();
            if (following.follower().isBehind()) {
                overflowed = true;
                following.countPause();
            }
            return false;
        }
        take(event);
        return true;
    }

    private void pause() {
        state = State.WAITING;
        paused = true;
    }

    private void take(LogEvent event) {
        if (place.moveTo(event)) {
            following.follower().event(event);
        }
    }

    /**
     * @return whether this is the first event since the last flush
     */
    boolean touch() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    void flush() {
        touched = false;
        if (state != State.CLOSED) {
            following.follower().flush();
        }
    }

    /**
     * Takes events from the buffer.
     *
     * @param answered the turn in which they were asked for
     * @param leftOut clocks of the readings that newer ones supersede and that are not in {@code
     *     events}
     * @param reached everything up to here is in {@code events}, left out, or was delivered before
     * @param live whether the hub has nothing after {@code reached} that it did not offer since
     */
    void page(int answered, List<LogEvent> events, long[] leftOut, Cursor reached, boolean live) {
        if (!reads(answered)) {
            return;
        }
        boolean whole = takeAll(answered, events);
        if (whole && !following.follower().wantsMore()) {
            // It stands at the last event that it took: it may have to begin another room there.
            pause();
            whole = false;
        }
        if (whole) {
            place.advance(reached);
        }
        following.countCollapsed(upTo(place.cursor().clock(), leftOut));
        if (state != State.CLOSED) {
            following.follower().flush();
        }
        if (!whole || !reads(answered)) {
            return;
        }
        if (live) {
            state = State.LIVE;
            overflowed = false;
            following.follower().caughtUp();
        } else {
            readOn();
        }
    }

    /**
     * @return false if it stopped before the end; the rest is not kept here but read again
     */
    private boolean takeAll(int answered, List<LogEvent> events) {
        for (LogEvent event : events) {
            if (!names.contains(event.room())) {
                continue;
            }
            if (!following.follower().wantsMore()) {
                pause();
                return false;
            }
            take(event);
            if (!reads(answered)) {
                return false;
            }
        }
        return true;
    }

    private static int upTo(long clock, long[] clocks) {
        int found = Arrays.binarySearch(clocks, clock);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private boolean reads(int answered) {
        return state == State.READING && answered == turn;
    }

    /** Some rooms begin later than they stand, and that is no loss to anybody. */
    void settle(int answered, Standing settled) {
        if (reads(answered)) {
            place.stand(settled);
            readOn();
        }
    }

    void answerGap(int answered, Set<String> lost, Standing goOn) {
        if (reads(answered)) {
            gap(lost, goOn);
        }
    }

    /** What was heard has a hole that can't be filled. */
    void hole(String room, Cursor end) {
        if (begun) {
            gap(Set.of(room), place.standing().skipTo(room, end));
        }
    }

    /**
     * @param had what the hub had handed out of its rooms. A server that restarted has most of it
     *     still, and it must not come again
     */
    void newEpoch(Set<String> lost, String epoch, List<Delivered> had) {
        if (begun) {
            overflowed = false;
            for (Delivered handedOut : had) {
                if (place.cursor().clock() >= handedOut.newestClock()) {
                    place.remember(handedOut);
                }
            }
            gap(lost, Standing.at(new Cursor(epoch, 0)));
        }
    }

    private void gap(Set<String> lost, Standing goOn) {
        if (state == State.CLOSED) {
            return;
        }
        Set<String> told = new HashSet<>(lost);
        told.retainAll(names);
        Cursor since =
                told.stream()
                        .map(place.standing()::in)
                        .min(Comparator.comparingLong(Cursor::clock))
                        .orElse(place.cursor());
        place.stand(goOn);
        if (told.isEmpty()) {
            // Whoever was concerned has left meanwhile.
            readAgain();
            return;
        }
        state = State.WAITING;
        paused = false;
        turn++;
        openGaps++;
        following.countGap();
        following.follower().gap(new Gap(told, since, this::passed));
    }

    private void passed(Delivered delivered) {
        place.remember(delivered);
        openGaps--;
        if (openGaps == 0 && state == State.WAITING) {
            readOn();
        }
    }

    void resume() {
        if (state == State.WAITING && paused) {
            readOn();
        }
    }

    private void readOn() {
        paused = false;
        state = State.READING;
        CatchUp.Question question = new CatchUp.Question(++turn, place.standing(), overflowed);
        hub.command(() -> hub.legs().catchUp().ask(this, question));
    }

    void close() {
        state = State.CLOSED;
        for (String room : names) {
            fan.remove(room, this);
        }
        names.clear();
        hub.command(() -> hub.legs().detach(this));
    }
}
