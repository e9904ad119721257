package dev.wardcast.eventlog.follow;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.eventlog.DataOpener;
import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears one partition for this node: keeps the rooms that somebody follows, puts what is heard in
 * order, and hands it to the followers' loops.
 *
 * <p>Everything but the constructor, {@link #command}, {@link #fan} and the link's callbacks runs
 * on the hub's own thread. The invariant on which positions rest: every event of an active room
 * with a clock up to {@link RoomTable#clock} has been handed out. It holds because Redis tells one
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
    private final DeliveryObserver observer;
    private final DataOpener opener;
    private final RoomTable table;
    private final Legs legs;
    private final HubThread thread;
    private final HubLink link;
    private final Rounds rounds;
    private final Map<Executor, LoopFan> fans = new ConcurrentHashMap<>();

    private HubLink.@Nullable Session session;
    private long lastCheckNanos = System.nanoTime();
    private volatile boolean live;
    private volatile long lastMarkNanos = System.nanoTime();
    private volatile long lastEchoNanos = System.nanoTime();

    PartitionHub(
            RedisLink redis,
            LogOptions options,
            int partition,
            String node,
            HubStats stats,
            DeliveryObserver observer,
            DataOpener opener) {
        this.options = options;
        this.keys = new Keys(options.partitions());
        this.partition = partition;
        this.nodeChannel = keys.nodeChannel(partition, node);
        this.stats = stats;
        this.observer = observer;
        this.opener = opener;
        this.table = new RoomTable(options, stats);
        LogReader reader = new LogReader(redis, keys, partition, opener);
        this.legs = new Legs(this, table, reader, stats);
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

    int partition() {
        return partition;
    }

    void command(Runnable command) {
        thread.command(command);
    }

    LoopFan fan(Executor loop) {
        return fans.computeIfAbsent(loop, l -> new LoopFan(l, observer));
    }

    /**
     * Whether events are arriving: connected, nothing known to be missing, and the echo is heard.
     */
    boolean live() {
        return live && System.nanoTime() - lastMarkNanos < 3 * options.check().toNanos();
    }

    /** Since we last heard what we published to ourselves, or since the beginning. */
    long echoAgeNanos() {
        return System.nanoTime() - lastEchoNanos;
    }

    // --- the link

    @Override
    public void connected(HubLink.Session connected) {
        command(() -> {
            session = connected;
            lastMarkNanos = System.nanoTime();
            rounds.restart(connected);
            if (!connected.epoch().equals(table.epoch())) {
                beginEpoch(connected.epoch());
            }
            readWhatIsMissing();
        });
    }

    @Override
    public void disconnected(HubLink.Session gone) {
        command(() -> {
            if (session == gone) {
                session = null;
                live = false;
                table.disconnected();
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

    private void abandonSession(String why) {
        live = false;
        if (session != null) {
            session.abandon(why);
        }
    }

    // --- what is heard

    private void hearAll(List<Heard> messages) {
        for (Heard message : messages) {
            if (message.from() != session) {
                continue;
            }
            if (message.channel().equals(nodeChannel)) {
                lastMarkNanos = System.nanoTime();
                lastEchoNanos = lastMarkNanos;
                rounds.marked(new String(message.message(), US_ASCII).split(" ")[0]);
            } else {
                hear(message);
            }
        }
        table.send();
    }

    private void hear(Heard message) {
        try {
            String room = keys.roomOf(partition, message.channel());
            hear(LogEvent.announced(partition, room, message.message(), opener));
        } catch (IllegalArgumentException malformed) {
            // Not from our script. Nothing is skipped in silence: the next event's chain will tell.
            LOG.error("not an event on a room's channel: {}", malformed.getMessage());
        }
    }

    private void hear(LogEvent event) {
        switch (table.hear(event)) {
            case FINE -> {}
            case HOLE -> {
                stats.holeFound();
                readWhatIsMissing();
            }
            case TOO_MUCH -> abandonSession("more was heard than could be put in order");
        }
    }

    private void overflowed() {
        // Messages were thrown away unread. They are in the buffers; fetch them from there.
        stats.inboxOverflowed();
        if (session != null) {
            readWhatIsMissing();
        }
    }

    private void readWhatIsMissing() {
        table.breakOff();
        live = false;
        rounds.recover();
    }

    private void tick() {
        legs.backlogs().tick();
        HubLink.Session now = session;
        if (now == null) {
            return;
        }
        long nanos = System.nanoTime();
        if (nanos - lastMarkNanos > 2 * options.check().toNanos()) {
            lastMarkNanos = nanos;
            abandonSession(
                    "published to it, and heard nothing for " + options.check().multipliedBy(2));
            return;
        }
        if (nanos - lastCheckNanos >= options.check().toNanos()) {
            lastCheckNanos = nanos;
            List<String> idle = table.dropIdle(options.linger().toNanos());
            if (!idle.isEmpty()) {
                rounds.forget(idle);
                now.stopListeningTo(idle.stream().map(r -> keys.channel(partition, r)).toList());
            }
            rounds.check();
        }
    }

    // --- what followers need

    Legs legs() {
        return legs;
    }

    void checkThen(Runnable after) {
        rounds.checkThen(after);
    }

    /** The room, taken up if nobody followed it so far. */
    ActiveRoom activeRoom(String name) {
        ActiveRoom room = table.room(name);
        if (room == null) {
            room = table.add(name);
            rounds.activate(List.of(name));
        }
        return room;
    }

    // --- what the rounds found

    Collection<ActiveRoom> rooms() {
        return table.rooms();
    }

    /** A read failed, or its mark did not come: the connection is not what it seems. */
    void roundFailed(String why) {
        abandonSession(why);
    }

    /**
     * @return whether the reading is of the epoch that this hub is in; if not, it goes over to it
     */
    boolean sameEpoch(String read) {
        if (read.equals(table.epoch())) {
            return true;
        }
        if (read.isEmpty()) {
            // Emptied, and nobody has published since.
            logForgot();
        } else {
            beginEpoch(read);
            readWhatIsMissing();
        }
        return false;
    }

    void activated(List<RoomReading> readings, long readAt) {
        table.activate(readings, readAt).forEach(this::hear);
        table.send();
        table.reached(readAt);
        legs.runParked();
    }

    /**
     * @return whether there is more to read
     */
    boolean recovered(List<RoomReading> readings, long readAt, boolean brokenAgain) {
        return switch (table.recover(readings)) {
            case WHOLE -> {
                if (!brokenAgain) {
                    table.reached(readAt);
                    table.becomeWhole();
                    live = true;
                    legs.runParked();
                }
                yield brokenAgain;
            }
            case MORE -> true;
            case FORGOT -> {
                logForgot();
                yield false;
            }
        };
    }

    void checked(List<RoomReading> readings, long readAt) {
        switch (table.compare(readings)) {
            case FINE -> {}
            case LOST -> {
                stats.lostMessageFound();
                readWhatIsMissing();
            }
            case FORGOT -> logForgot();
        }
        table.reached(readAt);
        legs.runParked();
    }

    /** A server came back with less than it had: no position of this epoch can be trusted. */
    private void logForgot() {
        LOG.warn("the log has lost events that were heard; a new epoch begins");
        table.breakOff();
        live = false;
        HubLink.Session now = session;
        if (now == null) {
            return;
        }
        now.declareBroken(table.epoch())
                .whenComplete((fresh, failure) ->
                        command(() -> {
                            if (failure != null) {
                                roundFailed("could not begin a new epoch");
                            } else if (now == session && !fresh.equals(table.epoch())) {
                                beginEpoch(fresh);
                                readWhatIsMissing();
                            }
                        }));
    }

    private void beginEpoch(String fresh) {
        boolean first = table.epoch().isEmpty();
        Set<Leg> concerned = table.begin(fresh);
        legs.backlogs().clear();
        rounds.activate(table.rooms().stream().map(ActiveRoom::name).toList());
        if (first) {
            // Nobody was given anything yet; a position brought along is judged when it is read on
            // from.
            return;
        }
        LOG.warn("a new epoch of the log begins; everybody who follows is told of a gap");
        stats.epochBegun();
        concerned.forEach(legs::tellNewEpoch);
    }
}
