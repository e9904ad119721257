package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Delivered;
import dev.wardcast.eventlog.follow.Follower;
import dev.wardcast.eventlog.follow.Following;
import dev.wardcast.eventlog.follow.Gap;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.kit.access.Caller;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream: the follower of its rooms, which writes what they bring to the client's
 * outlet. Everything happens on the connection's event loop.
 *
 * <p>The write path in full: {@link #event} notes where on the loop's {@link Tape} the event's
 * frame is; {@link #flush} gives the outlet what was noted, as one piece for a run of events;
 * {@link #wantsMore} says no when so many messages wait in the outlet as may, and the hub then
 * leaves this client alone until what was written has left for the socket.
 */
public final class ClientStream implements Follower {

    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);

    private final StreamHost host;
    private final StreamRequest request;
    private final Wire wire;
    private final Form form;
    private final Outlet outlet;
    private final LoopStreams loop;
    private final Tape tape;
    private final int maxPending;
    private final boolean wantsAll;
    private final boolean mayFinish;
    private final HashSet<Room> rooms;
    private final KeepAlives.Seat seat = new KeepAlives.Seat();

    /** When the connection has lived long enough, whatever its token says. */
    private final Instant oldAt;

    private volatile Caller caller;
    private volatile String token;

    private @Nullable Following following;
    private @Nullable ScheduledFuture<?> end;
    private int roomsVersion;

    /** Whether an event's own position is the client's. */
    private boolean inOnePartition;

    /** The piece of the tape that is still to be written, and how many events it is. */
    private int pieceFrom;

    private int pieceTo;
    private int pieceEvents;
    private int unanswered;
    private boolean drainAwaited;
    private boolean positionOwed;
    private boolean caughtUp;
    private boolean lostSomething;
    private boolean toldAnything;
    private boolean ended;

    ClientStream(StreamHost host, StreamRequest request, Outlet outlet, Collection<Room> rooms) {
        this.host = host;
        this.request = request;
        this.wire = request.wire();
        this.form = wire.form();
        this.outlet = outlet;
        this.loop = host.on(outlet.loop());
        this.tape = loop.tape(form);
        this.maxPending = host.maxPending();
        this.wantsAll = request.wanted() == StreamRequest.EVERYTHING;
        this.mayFinish = wire.dialect() == Dialect.STEPS;
        this.rooms = new HashSet<>(rooms);
        this.oldAt = host.oldAt();
        this.caller = request.caller();
        this.token = request.token();
    }

    // --- who and what; from any thread

    public Caller caller() {
        return caller;
    }

    /** The token that the caller last showed; never to be logged. */
    public String token() {
        return token;
    }

    public StreamRequest request() {
        return request;
    }

    /** Runs something on the stream's loop, unless the stream is over by then. */
    public void execute(Runnable task) {
        outlet.loop()
                .execute(() -> {
                    if (!ended) {
                        task.run();
                    }
                });
    }

    /**
     * Runs something later on the stream's loop, or the other thing if the stream is over by then.
     */
    public void schedule(Runnable task, Runnable ifOver, long afterMillis) {
        outlet.loop()
                .schedule(() -> (ended ? ifOver : task).run(), afterMillis, TimeUnit.MILLISECONDS);
    }

    /** Whether the last word has been said. On the loop. */
    public boolean isOver() {
        return ended;
    }

    public boolean inLoop() {
        return outlet.loop().inEventLoop();
    }

    // --- life

    /** To be called once the transport is ready to write. */
    public void begin() {
        if (!outlet.isOpen()) {
            gone();
            return;
        }
        host.open().add(this, rooms);
        loop.keepAlives(host.keepAlive(wire.dialect())).add(this);
        following = host.hub().follow(rooms, request.start(), this, outlet.loop());
        inOnePartition = following.inOnePartition();
        scheduleEnd();
    }

    /** Whatever comes first: the token's end, or the connection's. */
    private void scheduleEnd() {
        if (end != null) {
            end.cancel(false);
        }
        long tokenMillis = host.millisUntil(caller.expiresAt());
        long ageMillis = host.millisUntil(oldAt);
        Ending which = tokenMillis <= ageMillis ? Ending.TOKEN_EXPIRED : Ending.MAX_AGE;
        end =
                outlet.loop()
                        .schedule(
                                () -> end(which),
                                Math.min(tokenMillis, ageMillis),
                                TimeUnit.MILLISECONDS);
    }

    /** The same person, with a token that lasts longer. */
    public void refresh(Caller refreshed, String newToken) {
        caller = refreshed;
        token = newToken;
        scheduleEnd();
    }

    /** Says why, and closes. */
    public void end(Ending why) {
        end(why, host.retryMillis());
    }

    /**
     * @param retryMillis how long the client should wait before it comes back
     */
    public void end(Ending why, long retryMillis) {
        if (!ended) {
            write(wire.ending(why, retryMillis));
            outlet.close();
            over(why.reason());
        }
    }

    /** The client says goodbye; it gets these last bytes. */
    public void closeAfter(byte[] last) {
        if (!ended) {
            write(last);
            outlet.close();
            over("client");
        }
    }

    /** The connection can't be used any more. */
    public void broken() {
        outlet.close();
        over("client");
    }

    /** The connection is no more. */
    void gone() {
        over("client");
    }

    private void over(String reason) {
        if (ended) {
            return;
        }
        ended = true;
        if (following != null) {
            following.close();
            loop.keepAlives(host.keepAlive(wire.dialect())).remove(this);
            host.open().remove(this, rooms);
        }
        host.open().release(request.caller().userId());
        host.stats().ended(reason);
        if (end != null) {
            end.cancel(false);
        }
    }

    // --- rooms

    /**
     * Makes the rooms these; what left gets through no more, what came flows from now on, or from
     * where the client stopped.
     */
    public void setRooms(Set<Room> wanted) {
        for (Room room : Set.copyOf(rooms)) {
            if (!wanted.contains(room) && leave(room)) {
                write(wire.roomLost(room.name()));
                outlet.flush();
            }
        }
        for (Room room : wanted) {
            join(room, Optional.empty(), () -> tellGained(room));
        }
    }

    /**
     * Follows one more room.
     *
     * @param after where the client stopped in it; empty to begin now
     * @param joined called when nothing that is published from then on is missed; never if the room
     *     was there before, or the stream ends before
     */
    public void join(Room room, Optional<Position> after, Runnable joined) {
        Following now = following;
        if (now == null || ended || !rooms.add(room)) {
            return;
        }
        roomsVersion++;
        host.open().joined(this, room);
        now.join(
                room,
                after,
                () -> {
                    if (!ended) {
                        joined.run();
                    }
                });
        inOnePartition = now.inOnePartition();
    }

    private void tellGained(Room room) {
        if (rooms.contains(room)) {
            write(wire.roomGained(room.name()));
            outlet.flush();
        }
    }

    /**
     * @return whether it was there
     */
    public boolean leave(Room room) {
        Following now = following;
        if (now == null || ended || !rooms.remove(room)) {
            return false;
        }
        roomsVersion++;
        host.open().left(this, room);
        now.leave(room);
        return true;
    }

    /** The rooms; a view, on the loop only. */
    public Set<Room> rooms() {
        return rooms;
    }

    /**
     * Grows with each change of the rooms, so that a decision that was made about earlier ones is
     * recognised.
     */
    public int roomsVersion() {
        return roomsVersion;
    }

    // --- events

    @Override
    public void started() {
        Set<String> names =
                rooms.stream().map(Room::name).collect(Collectors.toCollection(TreeSet::new));
        write(wire.opening(host.retryMillis(), positionText(), names));
        outlet.flush();
    }

    @Override
    public void event(LogEvent event) {
        if (ended) {
            return;
        }
        if (!wantsAll && !request.wanted().test(event)) {
            positionOwed = true;
            return;
        }
        if (inOnePartition) {
            note(tape.find(event));
        } else {
            write(wire.event(event, positionText()));
        }
        positionOwed = false;
        toldAnything = true;
        loop.delivered();
        if (mayFinish && wire.dialect().endsWith(event.type())) {
            end(Ending.FINISHED);
        }
    }

    private void note(int index) {
        if (pieceEvents > 0 && pieceTo != tape.start(index)) {
            writePiece();
        }
        if (pieceEvents == 0) {
            pieceFrom = tape.start(index);
            tape.use();
        }
        pieceTo = tape.end(index);
        pieceEvents++;
    }

    private void writePiece() {
        if (pieceEvents > 0) {
            outlet.writeShared(tape.frames(), pieceFrom, pieceTo, pieceEvents);
            pieceEvents = 0;
            tape.done();
        }
    }

    @Override
    public void flush() {
        writePiece();
        outlet.flush();
    }

    @Override
    public boolean wantsMore() {
        if (ended) {
            return false;
        }
        if (outlet.pending() + pieceEvents < maxPending) {
            return true;
        }
        if (!drainAwaited) {
            drainAwaited = true;
            writePiece();
            outlet.whenDrained(() -> {
                drainAwaited = false;
                if (following != null && !ended) {
                    following.resume();
                }
            });
        }
        return false;
    }

    @Override
    public void gap(Gap gap) {
        if (ended) {
            return;
        }
        lostSomething = true;
        positionOwed = true;
        write(wire.gap(gap.rooms(), "lost"));
        outlet.flush();
        new Refilling(gap, request.refill().begin(token, gap)).next();
    }

    /**
     * A gap that is being filled from elsewhere, page by page, as fast as the client takes them.
     */
    private final class Refilling {
        private final Gap gap;
        private final Refill.Pages pages;
        private final Set<String> ids = new HashSet<>();
        private long newestClock;

        Refilling(Gap gap, Refill.Pages pages) {
            this.gap = gap;
            this.pages = pages;
        }

        void next() {
            pages.next().whenComplete((page, failure) -> execute(() -> take(page)));
        }

        private void take(Refill.@Nullable Page page) {
            if (page == null) {
                write(wire.gap(gap.rooms(), "not_refilled"));
                outlet.flush();
                gap.passed(new Delivered(ids, newestClock));
                return;
            }
            for (Refill.Refilled event : page.events()) {
                // Access may have ended since the page was asked for.
                if (rooms.contains(Room.parse(event.room())) && ids.add(event.id())) {
                    newestClock = Math.max(newestClock, event.clock());
                    writeRefilled(event);
                }
            }
            outlet.flush();
            if (page.last()) {
                gap.passed(new Delivered(ids, newestClock));
            } else {
                outlet.whenDrained(this::next);
            }
        }
    }

    @Override
    public void caughtUp() {
        if (ended) {
            return;
        }
        tellPosition();
        if (!caughtUp) {
            caughtUp = true;
            boolean resumed = request.start() instanceof Start.After;
            if (wire.dialect().beginsWithState() && !resumed && !toldAnything) {
                tellWhereItStands();
            }
            host.stats().opened(resumed, lostSomething);
        }
    }

    /** The buffers had nothing; what they once had may have grown too old. */
    private void tellWhereItStands() {
        Set<String> names = rooms.stream().map(Room::name).collect(Collectors.toSet());
        request.refill()
                .whenSilent(token, names)
                .next()
                .whenComplete((page, failure) ->
                        execute(() -> {
                            if (failure != null) {
                                LOG.warn(
                                        "{}: where it stands is unknown: {}",
                                        request,
                                        failure.getMessage());
                            }
                            // Whatever has come meanwhile is newer.
                            if (page != null && !toldAnything) {
                                page.events().forEach(this::writeRefilled);
                                outlet.flush();
                            }
                        }));
    }

    private void writeRefilled(Refill.Refilled event) {
        toldAnything = true;
        write(wire.refilled(event));
        if (wire.dialect().endsWith(event.type())) {
            end(Ending.FINISHED);
        }
    }

    /** A client that leaves now must not be told of the same gap again. */
    private void tellPosition() {
        if (positionOwed) {
            positionOwed = false;
            write(wire.position(positionText()));
            outlet.flush();
        }
    }

    // --- quiet times

    KeepAlives.Seat seat() {
        return seat;
    }

    void keepAlive() {
        if (outlet.pending() > 0) {
            // It has enough to read. Silence counts only after a question that was really asked.
            return;
        }
        if (wire.keepAliveIsAnswered() && unanswered++ >= 2) {
            end(Ending.UNRESPONSIVE);
            return;
        }
        if (positionOwed && caughtUp) {
            tellPosition();
        }
        write(wire.keepAlive());
        outlet.flush();
    }

    /** The client gave a sign of life. */
    public void heard() {
        unanswered = 0;
    }

    // --- writing

    /**
     * Sends something of the transport's own, such as an answer.
     *
     * @return false, and nothing is sent, if the client does not take what it is sent
     */
    public boolean send(byte[] message) {
        if (ended) {
            // Nothing comes after the last word.
            return true;
        }
        if (outlet.pending() >= 2 * host.maxPending()) {
            return false;
        }
        write(message);
        outlet.flush();
        return true;
    }

    /** Empty while nothing is known to have been delivered: such a position means nothing. */
    private String positionText() {
        return Optional.ofNullable(following)
                .map(Following::position)
                .filter(position -> !position.cursors().containsValue(Cursor.UNKNOWN))
                .map(Position::text)
                .orElse("");
    }

    private void write(byte[] bytes) {
        writePiece();
        if (bytes.length > 0) {
            outlet.write(Unpooled.wrappedBuffer(bytes));
        }
    }
}
