package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears one partition for this node: keeps the rooms that somebody follows, puts what is heard in
 * order, and hands it to the followers' loops.
 *
 * <p>Everything but the constructor, {@link #command}, {@link #fan} and the link's callbacks runs
 * on the hub's own thread. The invariant on which positions rest: every event of an active room
 * with a clock up to {@link #clock} has been handed out. It holds because Redis tells one
 * connection of all publications of a partition in the order of their clocks, and because whatever
 * is read besides is read together with a mark that travels in that same order (see {@link
 * Rounds}).
 */
final class PartitionHub implements HubLink.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionHub.class);

    private final LogOptions options;
    private final Keys keys;
    private final int partition;
    private final String nodeChannel;
    private final HubStats stats;
    private final Legs legs;
    private final HubThread thread;
    private final HubLink link;
    private final Rounds rounds;
    private final Map<Executor, LoopFan> fans = new ConcurrentHashMap<>();

    private final Map<String, ActiveRoom> rooms = new HashMap<>();
    private final Map<LoopFan, List<LogEvent>> outgoing = new IdentityHashMap<>();

    /** Heard while events are known to be missing; put in order when those are there. */
    private final List<LogEvent> held = new ArrayList<>();

    private HubLink.@Nullable Session session;
    private boolean whole;
    private String epoch = "";
    private long clock;
    private long lastCheckNanos = System.nanoTime();
    private volatile boolean live;
    private volatile long lastMarkNanos = System.nanoTime();

    PartitionHub(RedisLink redis, LogOptions options, int partition, String node, HubStats stats) {
        this.options = options;
        this.keys = new Keys(options.partitions());
        this.partition = partition;
        this.nodeChannel = keys.nodeChannel(partition, node);
        this.stats = stats;
        LogReader reader = new LogReader(redis, keys, partition);
        this.legs = new Legs(this, reader, stats, micros(options.silentRoom()));
        this.thread =
                new HubThread("room-hub-" + partition, this::hearAll, this::overflowed, this::tick);
        this.rounds = new Rounds(this, reader, keys, partition, nodeChannel, options.ring());
        this.link = new HubLink(redis, keys, partition, nodeChannel, this);
    }

    void start() {
        thread.start();
        link.start();
    }

    void close() {
        link.close();
        thread.close();
    }

    void command(Runnable command) {
        thread.command(command);
    }

    LoopFan fan(Executor loop) {
        return fans.computeIfAbsent(loop, LoopFan::new);
    }

    /**
     * Whether events are arriving: connected, nothing known to be missing, and the echo is heard.
     */
    boolean live() {
        return live && System.nanoTime() - lastMarkNanos < 3 * options.check().toNanos();
    }

    private static long micros(Duration duration) {
        return TimeUnit.MILLISECONDS.toMicros(duration.toMillis());
    }

    // --- the link

    @Override
    public void connected(HubLink.Session connected) {
        command(() -> {
            session = connected;
            whole = false;
            lastMarkNanos = System.nanoTime();
            rounds.restart(connected);
            if (!connected.epoch().equals(epoch)) {
                beginEpoch(connected.epoch());
            }
            rounds.recover();
        });
    }

    @Override
    public void disconnected(HubLink.Session gone) {
        command(() -> {
            if (session == gone) {
                session = null;
                whole = false;
                live = false;
                held.clear();
                stats.disconnected();
                rounds.stop();
            }
        });
    }

    @Override
    public void heard(HubLink.Session from, String channel, byte[] message) {
        thread.heard(new Heard(from, channel, message));
    }

    record Heard(HubLink.Session from, String channel, byte[] message) {}

    // --- what is heard

    private void hearAll(List<Heard> messages) {
        for (Heard message : messages) {
            if (message.from() != session) {
                continue;
            }
            if (message.channel().equals(nodeChannel)) {
                String[] mark =
                        new String(message.message(), java.nio.charset.StandardCharsets.US_ASCII)
                                .split(" ");
                lastMarkNanos = System.nanoTime();
                rounds.marked(mark[0]);
                continue;
            }
            try {
                hear(
                        LogEvent.announced(
                                partition,
                                keys.roomOf(partition, message.channel()),
                                message.message()));
            } catch (IllegalArgumentException malformed) {
                // Not from our script. Nothing is skipped silently: the next event's chain will
                // tell.
                LOG.error("not an event on a room's channel: {}", malformed.getMessage());
            }
        }
        send();
    }

    private void hear(LogEvent event) {
        ActiveRoom room = rooms.get(event.room());
        if (room == null) {
            return;
        }
        stats.heard(event);
        if (!room.active()) {
            room.held().add(event);
        } else if (!whole) {
            held.add(event);
        } else if (!event.epoch().equals(epoch) || breaksChain(room, event)) {
            stats.holeFound();
            held.add(event);
            whole = false;
            live = false;
            rounds.recover();
        } else if (event.clock() > room.last()) {
            handOut(room, event);
        }
    }

    private boolean breaksChain(ActiveRoom room, LogEvent event) {
        return event.clock() > room.last()
                && event.before() != room.last()
                && !afterLongSilence(room, event);
    }

    /** Redis forgets the state of a room that was silent for very long, and nothing with it. */
    private boolean afterLongSilence(ActiveRoom room, LogEvent event) {
        return event.before() == 0 && event.clock() - room.last() >= micros(options.silentRoom());
    }

    private void handOut(ActiveRoom room, LogEvent event) {
        room.append(event);
        clock = Math.max(clock, event.clock());
        for (LoopFan fan : room.fans()) {
            outgoing.computeIfAbsent(fan, f -> new ArrayList<>()).add(event);
        }
    }

    private void send() {
        outgoing.forEach((fan, events) -> fan.execute(() -> fan.deliver(events)));
        outgoing.clear();
    }

    private void overflowed() {
        // Messages were thrown away unread. They are in the buffers; fetch them from there.
        stats.inboxOverflowed();
        if (session != null) {
            whole = false;
            live = false;
            rounds.recover();
        }
    }

    private void tick() {
        if (session == null) {
            return;
        }
        long now = System.nanoTime();
        if (System.nanoTime() - lastMarkNanos > 2 * options.check().toNanos()) {
            live = false;
            session.abandon(
                    "published to it, and heard nothing for " + options.check().multipliedBy(2));
            lastMarkNanos = System.nanoTime();
            return;
        }
        List<String> idle =
                rooms.values().stream()
                        .filter(room ->
                                room.active() && room.idleFor(options.linger().toNanos(), now))
                        .map(ActiveRoom::name)
                        .toList();
        if (!idle.isEmpty()) {
            idle.forEach(rooms::remove);
            rounds.forget(idle);
            session.stopListeningTo(idle.stream().map(r -> keys.channel(partition, r)).toList());
        }
        if (now - lastCheckNanos >= options.check().toNanos()) {
            lastCheckNanos = now;
            rounds.check();
        }
    }

    // --- what followers need to know

    Legs legs() {
        return legs;
    }

    String epoch() {
        return epoch;
    }

    /** Every event of an active room up to here has been handed out, while the hub is whole. */
    long clock() {
        return clock;
    }

    /** Whether nothing is known to be missing. */
    boolean whole() {
        return whole;
    }

    void checkThen(Runnable after) {
        rounds.checkThen(after);
    }

    /** The room, taken up if nobody followed it so far. */
    ActiveRoom activeRoom(String name) {
        ActiveRoom room = rooms.get(name);
        if (room == null) {
            room = new ActiveRoom(name, options.ring());
            rooms.put(name, room);
            rounds.activate(List.of(name));
        }
        return room;
    }

    // --- what the rounds found

    Collection<ActiveRoom> rooms() {
        return rooms.values();
    }

    @Nullable ActiveRoom room(String name) {
        return rooms.get(name);
    }

    /** A read failed, or its mark did not come: the connection is not what it seems. */
    void roundFailed(String why) {
        if (session != null) {
            live = false;
            session.abandon(why);
        }
    }

    /**
     * @return whether the reading is of the epoch that this hub is in; if not, it goes over to it
     */
    boolean sameEpoch(String read) {
        if (read.equals(epoch)) {
            return true;
        }
        if (read.isEmpty()) {
            // Emptied, and nobody has published since.
            logForgot();
        } else {
            beginEpoch(read);
            rounds.recover();
        }
        return false;
    }

    /** Takes up rooms that somebody began to follow. */
    void activated(List<RoomReading> readings, long readAt) {
        for (RoomReading reading : readings) {
            ActiveRoom room = rooms.get(reading.room());
            if (room == null || room.active()) {
                continue;
            }
            long unknownBefore = Math.max(0, readAt - micros(options.silentRoom()));
            long floor = reading.known() ? reading.floor() : unknownBefore;
            if (reading.full()) {
                floor = Math.max(floor, reading.events().getFirst().before());
            } else if (reading.events().isEmpty()) {
                floor = Math.max(floor, reading.last());
            }
            room.activate(reading.last(), floor, reading.events());
            List<LogEvent> since = List.copyOf(room.held());
            room.held().clear();
            since.forEach(this::hear);
        }
        send();
    }

    /** How a recovery went. */
    enum Recovery {
        /** Everything is told. */
        WHOLE,
        /** There is more to read. */
        MORE,
        /** The log has less than was heard before. */
        BROKEN
    }

    /** Puts in order what was read and what was heard meanwhile. */
    Recovery recovered(List<RoomReading> readings) {
        long bound = Long.MAX_VALUE;
        List<LogEvent> all = new ArrayList<>(held);
        held.clear();
        for (RoomReading reading : readings) {
            ActiveRoom room = rooms.get(reading.room());
            if (room == null || !room.active()) {
                continue;
            }
            if (lessThanWasHeard(reading)) {
                logForgot();
                return Recovery.BROKEN;
            }
            if (reading.floor() > room.last()) {
                breakRoom(room, reading.floor());
            }
            all.addAll(reading.events());
            if (reading.full()) {
                bound = Math.min(bound, reading.events().getLast().clock());
            }
        }
        all.sort(Comparator.comparingLong(LogEvent::clock));
        for (LogEvent event : all) {
            ActiveRoom room = rooms.get(event.room());
            if (room == null || !room.active()) {
                continue;
            }
            if (event.clock() > bound || !event.epoch().equals(epoch)) {
                held.add(event);
            } else if (event.clock() > room.last()) {
                if (event.before() < room.last() && !afterLongSilence(room, event)) {
                    logForgot();
                    return Recovery.BROKEN;
                }
                if (event.before() > room.last()) {
                    breakRoom(room, event.before());
                }
                handOut(room, event);
            }
        }
        send();
        return bound == Long.MAX_VALUE && held.isEmpty() ? Recovery.WHOLE : Recovery.MORE;
    }

    /** Everything up to there was heard and handed out, or is held until it can be. */
    void reached(long markClock) {
        clock = Math.max(clock, markClock);
    }

    /** All rooms are told up to now. */
    void becomeWhole() {
        whole = true;
        live = true;
        legs.runParked();
    }

    /** Compares what Redis has with what was heard, after a mark. */
    void checked(List<RoomReading> readings) {
        for (RoomReading reading : readings) {
            ActiveRoom room = rooms.get(reading.room());
            if (room != null && room.active() && whole) {
                if (lessThanWasHeard(reading)) {
                    logForgot();
                    return;
                }
                if (reading.last() > room.last()) {
                    stats.lostMessageFound();
                    whole = false;
                    live = false;
                    rounds.recover();
                    return;
                }
            }
        }
    }

    /** Compared with what had been heard when the reading began, not with what came since. */
    private static boolean lessThanWasHeard(RoomReading reading) {
        return reading.known() && reading.last() < reading.after();
    }

    /** A server came back with less than it had: no position of this epoch can be trusted. */
    private void logForgot() {
        LOG.warn("the log has lost events that were heard; a new epoch begins");
        whole = false;
        live = false;
        HubLink.Session now = session;
        if (now != null) {
            now.declareBroken(epoch)
                    .whenComplete((fresh, failure) ->
                            command(() -> {
                                if (failure != null) {
                                    roundFailed("could not begin a new epoch");
                                } else if (now == session && !fresh.equals(epoch)) {
                                    beginEpoch(fresh);
                                    rounds.recover();
                                }
                            }));
        }
    }

    private void beginEpoch(String fresh) {
        send();
        boolean first = epoch.isEmpty();
        epoch = fresh;
        clock = 0;
        held.clear();
        Set<Leg> concerned = new HashSet<>();
        for (ActiveRoom room : rooms.values()) {
            room.deactivate();
            concerned.addAll(room.legs());
        }
        rounds.activate(rooms.keySet());
        if (first) {
            // Nobody was given anything yet; a position brought along is judged when it is read on
            // from.
            return;
        }
        LOG.warn("a new epoch of the log begins; everybody who follows is told of a gap");
        stats.epochBegun();
        for (Leg leg : concerned) {
            stats.gapTold();
            Set<String> lost = new HashSet<>(leg.rooms().keySet());
            Cursor start = new Cursor(epoch, 0);
            leg.fan().execute(() -> leg.gap(lost, start));
        }
    }

    private void breakRoom(ActiveRoom room, long newFloor) {
        stats.holeTold();
        room.breakAt(newFloor);
        // In front of everything that is read after it.
        send();
        for (Leg leg : room.legs()) {
            leg.forgive(room.name(), newFloor);
            leg.fan().execute(() -> leg.gap(new HashSet<>(Set.of(room.name())), leg.cursor()));
        }
    }
}
