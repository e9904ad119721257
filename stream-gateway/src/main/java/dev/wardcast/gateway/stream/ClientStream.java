package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Follower;
import dev.wardcast.eventlog.follow.Following;
import dev.wardcast.eventlog.follow.Gap;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.kit.access.Caller;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream: the follower of its rooms, which writes what they bring to the client's
 * outlet. Everything happens on the connection's event loop.
 *
 * <p>The write path in full: {@link #event} notes with the {@link Pen} where on the loop's {@link
 * Tape} the event's frame is; {@link #flush} gives the {@link Outlet} what was noted, as one piece
 * for a run of events, which {@link ChannelOutlet} hands to the socket with one system call. {@link
 * #wantsMore} says no when so many messages wait as may, and the hub then leaves this client alone
 * until what was written has left for the socket.
 */
public final class ClientStream implements Follower {

    private static final Logger LOG = LoggerFactory.getLogger(ClientStream.class);
    private static final String NOTIFICATION = EventType.USER_NOTIFICATION.wireName();
    private static final String GROUP = EventType.USER_GROUP.wireName();

    private final StreamHost host;
    private final StreamRequest request;
    private final Wire wire;
    private final Outlet outlet;
    private final LoopStreams loop;
    private final Pen pen;
    private final boolean wantsAll;
    private final boolean mayFinish;
    private final StreamRooms rooms;
    private final PatientDeliveries deliveries;
    private final PatientCounts counts;

    /** Notifications that were written and that the socket has yet to take. */
    private final List<String> untaken = new ArrayList<>(0);

    private final KeepAlives.Seat seat = new KeepAlives.Seat();

    /** When the connection has lived long enough, whatever its token says. */
    private final Instant oldAt;

    private volatile Caller caller;
    private volatile String token;

    private @Nullable Following following;
    private @Nullable ScheduledFuture<?> end;
    private int unanswered;
    private boolean drainAwaited;
    private boolean positionOwed;
    private boolean caughtUp;
    private boolean lostSomething;
    private boolean toldAnything;
    private boolean ended;
    private String endReason = "";

    ClientStream(StreamHost host, StreamRequest request, Outlet outlet, Collection<Room> rooms) {
        this.host = host;
        this.request = request;
        this.wire = request.wire();
        this.outlet = outlet;
        this.loop = host.on(outlet.loop());
        this.pen = new Pen(outlet, loop.tape(wire.form()), host.maxPending());
        this.deliveries = host.deliveries();
        this.counts = new PatientCounts(request.caller().userId());
        this.wantsAll = request.wanted() == Wanted.EVERYTHING;
        this.mayFinish = wire.dialect() == Dialect.STEPS;
        this.rooms = new StreamRooms(this, host.open(), pen, wire, rooms);
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

    /** Why it is over, in a word; empty until it is. */
    public String endReason() {
        return endReason;
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
        rooms.expectGroups();
        host.open().add(this, rooms.all());
        loop.keepAlives(host.keepAlive(wire.dialect())).add(this);
        following = host.hub().follow(rooms.all(), request.start(), this, outlet.loop());
        rooms.begin(following);
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
            pen.write(wire.ending(why, retryMillis));
            pen.close();
            over(why.reason());
        }
    }

    /** The client says goodbye; it gets these last bytes. */
    public void closeAfter(byte[] last) {
        if (!ended) {
            pen.write(last);
            pen.close();
            over("client");
        }
    }

    /** The connection can't be used any more. */
    public void broken() {
        pen.close();
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
        endReason = reason;
        if (following != null) {
            following.close();
            loop.keepAlives(host.keepAlive(wire.dialect())).remove(this);
            host.open().remove(this, rooms.all());
        }
        loop.tell(counts);
        host.open().release(request.caller().userId());
        host.stats().ended(reason);
        if (end != null) {
            end.cancel(false);
        }
    }

    /** Which rooms it has; on the loop only. */
    public StreamRooms rooms() {
        return rooms;
    }

    // --- events

    @Override
    public void started() {
        pen.say(wire.opening(host.retryMillis(), positionText(), rooms.named()));
        rooms.started();
    }

    @Override
    public void event(LogEvent event) {
        if (ended) {
            return;
        }
        if (event.type().equals(GROUP)) {
            positionOwed = true;
            rooms.told(event);
            return;
        }
        boolean notification = event.type().equals(NOTIFICATION);
        if ((!wantsAll && !request.wanted().test(event))
                || (notification && Expiry.hasPassed(event, Instant.now()))) {
            positionOwed = true;
            return;
        }
        if (rooms.inOnePartition()) {
            pen.event(event);
        } else {
            pen.write(wire.event(event, positionText()));
        }
        positionOwed = false;
        toldAnything = true;
        loop.delivered();
        count(deliveries.patientOf(event));
        if (notification) {
            untaken.add(event.id());
        }
        if (mayFinish && wire.dialect().endsWith(event.type())) {
            end(Ending.FINISHED);
        }
    }

    /** So much of this patient was sent that is no event, for the audit. On the loop. */
    public void brought(String patient, int messages) {
        for (int i = 0; i < messages && !ended; i++) {
            count(patient);
        }
    }

    private void count(String patient) {
        if (!patient.isEmpty() && counts.add(patient)) {
            loop.counts(counts);
        }
    }

    @Override
    public void flush() {
        if (untaken.isEmpty()) {
            pen.flush();
        } else {
            List<String> ids = List.copyOf(untaken);
            untaken.clear();
            pen.whenDrained(() -> host.receipts().taken(request.caller().userId(), ids));
            pen.flush();
        }
    }

    @Override
    public boolean wantsMore() {
        if (ended || rooms.undecided()) {
            return false;
        }
        if (!pen.isFull()) {
            return true;
        }
        if (!drainAwaited) {
            drainAwaited = true;
            whenDrained(() -> {
                drainAwaited = false;
                if (following != null) {
                    following.resume();
                }
            });
        }
        return false;
    }

    @Override
    public boolean isBehind() {
        return pen.isFull();
    }

    @Override
    public void gap(Gap gap) {
        if (ended) {
            return;
        }
        lostSomething = true;
        positionOwed = true;
        pen.say(wire.gap(gap.rooms(), "lost"));
        rooms.missed(gap);
        new Refilling(this, gap, request.refill().begin(token, gap)).next();
    }

    /** Whether it still has the room: access may have ended since something was asked for. */
    boolean follows(String room) {
        return rooms.contains(Room.parse(room));
    }

    void notRefilled(Set<String> lost) {
        pen.say(wire.gap(lost, "not_refilled"));
    }

    void refilled(Refill.Refilled event) {
        if (ended || !(wantsAll || request.wanted().test(event.data()))) {
            return;
        }
        toldAnything = true;
        pen.write(wire.refilled(event));
        count(deliveries.patientOf(event.room(), event.data()));
        if (wire.dialect().endsWith(event.type())) {
            end(Ending.FINISHED);
        }
    }

    void whenDrained(Runnable then) {
        pen.whenDrained(() -> execute(then));
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
        Set<String> names = rooms.all().stream().map(Room::name).collect(Collectors.toSet());
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
                                page.events().forEach(this::refilled);
                                pen.flush();
                            }
                        }));
    }

    /** A client that leaves now must not be told of the same gap again. */
    private void tellPosition() {
        if (positionOwed) {
            positionOwed = false;
            pen.say(wire.position(positionText()));
        }
    }

    /** Messages that have not left for the socket; exact on the loop only. */
    public int waiting() {
        return pen.waiting();
    }

    // --- quiet times

    KeepAlives.Seat seat() {
        return seat;
    }

    void keepAlive() {
        if (!pen.isIdle()) {
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
        pen.say(wire.keepAlive());
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
        if (pen.isOverfull()) {
            return false;
        }
        pen.say(message);
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
}
