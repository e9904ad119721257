package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import java.util.Comparator;
import java.util.HashMap;
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

    /** Gaps that were told and not passed yet; until all are, nothing arrives. */
    private int openGaps;

    // Together a Standing, kept apart so that an event costs each leg no more than a reference.
    private Cursor cursor = Cursor.UNKNOWN;
    private Map<String, Cursor> elsewhere = Map.of();
    private Set<String> skip = Set.of();
    private boolean touched;
    private final Set<String> names = new HashSet<>();

    // Belongs to the hub's thread.
    private final Map<String, ActiveRoom> rooms = new HashMap<>();
    private boolean closed;
    private int asked;
    private long historyEnd;

    Leg(Following following, PartitionHub hub, LoopFan fan) {
        this.following = following;
        this.hub = hub;
        this.fan = fan;
    }

    LoopFan fan() {
        return fan;
    }

    // --- on the hub's thread

    Map<String, ActiveRoom> rooms() {
        return rooms;
    }

    void closeOnHub() {
        closed = true;
    }

    void asks(int latest) {
        asked = latest;
    }

    /** Whether an answer to this question would still be listened to. */
    boolean awaits(int question) {
        return !closed && asked == question;
    }

    boolean closedOnHub() {
        return closed;
    }

    /** Up to here it follows for the sake of history, of which it takes what there is. */
    long historyEnd() {
        return historyEnd;
    }

    void historyUpTo(long clock) {
        historyEnd = clock;
    }

    // --- on the loop

    Cursor cursor() {
        return cursor;
    }

    private Standing standing() {
        // Pruned, because the cursor may have moved since.
        return new Standing(cursor, elsewhere).advance(cursor);
    }

    private void stand(Standing at) {
        cursor = at.cursor();
        elsewhere = at.elsewhere();
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
            stand(standing().leave(room));
        }
    }

    /**
     * One more room, after a position of its own. To be called before the hub hears of the room.
     */
    void join(String room, Cursor after) {
        addName(room);
        stand(standing().join(room, after, names));
    }

    /** Takes what there is from where it stands now, which is not where it was. */
    void readAgain() {
        if (state == State.LIVE || state == State.READING) {
            readOn();
        }
    }

    void place(Cursor at) {
        Standing placed = Standing.at(at);
        for (Map.Entry<String, Cursor> joined : elsewhere.entrySet()) {
            placed = placed.join(joined.getKey(), joined.getValue(), names);
        }
        stand(placed);
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
        if (state != State.LIVE || event.clock() <= cursor.clock()) {
            return false;
        }
        if (!following.follower().wantsMore()) {
            // It reads on from its cursor when it has room again.
            pause();
            following.countPause();
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
        cursor = event.cursor();
        if (skip.isEmpty() || !skip.contains(event.id())) {
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
     * @param reached everything up to here is in {@code events} or was delivered before
     * @param live whether the hub has nothing after {@code reached} that it did not offer since
     */
    void page(int answered, List<LogEvent> events, Cursor reached, boolean live) {
        if (!reads(answered)) {
            return;
        }
        for (LogEvent event : events) {
            if (names.contains(event.room())) {
                take(event);
                if (!reads(answered)) {
                    return;
                }
            }
        }
        stand(standing().advance(reached));
        following.follower().flush();
        if (!reads(answered)) {
            return;
        }
        if (live) {
            state = State.LIVE;
            following.follower().caughtUp();
        } else if (following.follower().wantsMore()) {
            readOn();
        } else {
            pause();
        }
    }

    private boolean reads(int answered) {
        return state == State.READING && answered == turn;
    }

    /** Some rooms begin later than they stand, and that is no loss to anybody. */
    void settle(int answered, Standing settled) {
        if (reads(answered)) {
            stand(settled);
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
            gap(Set.of(room), standing().skipTo(room, end));
        }
    }

    void newEpoch(Set<String> lost, String epoch) {
        if (begun) {
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
                        .map(standing()::in)
                        .min(Comparator.comparingLong(Cursor::clock))
                        .orElse(cursor);
        stand(goOn);
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

    private void passed(Set<String> delivered) {
        HashSet<String> ids = new HashSet<>(skip);
        ids.addAll(delivered);
        skip = ids;
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
        Standing from = standing();
        int asking = ++turn;
        hub.command(() -> hub.legs().ask(this, asking, from));
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
