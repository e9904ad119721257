package dev.wardcast.eventlog.follow;

import dev.wardcast.eventlog.Keys;
import dev.wardcast.eventlog.follow.LogReader.From;
import dev.wardcast.eventlog.follow.LogReader.Mark;
import dev.wardcast.eventlog.follow.LogReader.Reading;
import dev.wardcast.eventlog.follow.LogReader.RoomReading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads from Redis, in step with what is heard. A round reads some rooms and leaves a mark on the
 * node's own channel in the same atomic step; when the mark is heard, everything published before
 * the reading has been heard too, so reading and hearing fit together without overlap or hole.
 *
 * <p>The same round serves three ends: to take up rooms, to fetch what was missed, and to check
 * that nothing was (the mark is then the echo that proves the subscription is not deaf). One round
 * is under way at a time; on the hub's thread.
 */
final class Rounds {

    private static final int ROOMS_OF_A_READ = 200;
    private static final int EVENTS_OF_A_ROOM = 500;
    private static final int ROOMS_TO_ACTIVATE = 1_000;

    private enum Kind {
        ACTIVATE,
        RECOVER,
        CHECK
    }

    private final PartitionHub hub;
    private final LogReader reader;
    private final Keys keys;
    private final int partition;
    private final String nodeChannel;
    private final int ring;

    private HubLink.@Nullable Session session;
    private final Set<String> toActivate = new LinkedHashSet<>();
    private final Set<String> listening = new HashSet<>();
    private boolean recoverWanted;
    private boolean checkWanted;

    /** For the first check that begins after they were put here. */
    private List<Runnable> afterCheck = new ArrayList<>();

    private long number;
    private @Nullable Round running;

    Rounds(
            PartitionHub hub,
            LogReader reader,
            Keys keys,
            int partition,
            String nodeChannel,
            int ring) {
        this.hub = hub;
        this.reader = reader;
        this.keys = keys;
        this.partition = partition;
        this.nodeChannel = nodeChannel;
        this.ring = ring;
    }

    private static final class Round {
        final Kind kind;
        final String token;
        List<Runnable> after = List.of();
        @Nullable List<Reading> readings;
        boolean marked;

        Round(Kind kind, String token) {
            this.kind = kind;
            this.token = token;
        }
    }

    void restart(HubLink.Session fresh) {
        giveUp();
        session = fresh;
        listening.clear();
        // Whatever a broken round was about to take up is taken up by the next one.
        for (ActiveRoom room : hub.rooms()) {
            if (!room.active()) {
                toActivate.add(room.name());
            }
        }
    }

    void stop() {
        giveUp();
        session = null;
    }

    /** Whoever waits for the round that is lost waits for the next one. */
    private void giveUp() {
        Round lost = running;
        running = null;
        if (lost != null && !lost.after.isEmpty()) {
            afterCheck.addAll(lost.after);
            checkWanted = true;
        }
    }

    void activate(Collection<String> rooms) {
        toActivate.addAll(rooms);
        next();
    }

    void forget(Collection<String> rooms) {
        toActivate.removeAll(rooms);
        listening.removeAll(rooms);
    }

    void recover() {
        recoverWanted = true;
        next();
    }

    void check() {
        checkWanted = true;
        next();
    }

    /**
     * Checks, and then runs {@code after}. The check begins after this call, so what was published
     * before it has been heard by then.
     */
    void checkThen(Runnable after) {
        afterCheck.add(after);
        check();
    }

    private void next() {
        HubLink.Session now = session;
        if (running != null || now == null) {
            return;
        }
        if (recoverWanted) {
            recoverWanted = false;
            List<From> rooms = new ArrayList<>();
            for (ActiveRoom room : hub.rooms()) {
                if (room.active()) {
                    rooms.add(new From(room.name(), room.last()));
                }
            }
            run(now, new Round(Kind.RECOVER, token()), rooms, EVENTS_OF_A_ROOM);
        } else if (!toActivate.isEmpty()) {
            List<From> rooms =
                    toActivate.stream().limit(ROOMS_TO_ACTIVATE).map(r -> new From(r, 0)).toList();
            rooms.forEach(from -> toActivate.remove(from.room()));
            run(now, new Round(Kind.ACTIVATE, token()), rooms, ring);
        } else if (checkWanted) {
            checkWanted = false;
            List<From> rooms = new ArrayList<>();
            for (ActiveRoom room : hub.rooms()) {
                if (room.active()) {
                    rooms.add(new From(room.name(), room.last()));
                }
            }
            Round round = new Round(Kind.CHECK, token());
            round.after = afterCheck;
            afterCheck = new ArrayList<>();
            run(now, round, rooms, 0);
        }
    }

    private String token() {
        return Long.toString(++number);
    }

    private void run(HubLink.Session now, Round round, List<From> rooms, int limit) {
        running = round;
        List<String> unheard =
                rooms.stream().map(From::room).filter(room -> !listening.contains(room)).toList();
        CompletableFuture<?> subscribed = CompletableFuture.completedFuture(null);
        if (!unheard.isEmpty()) {
            listening.addAll(unheard);
            subscribed =
                    now.listenTo(unheard.stream().map(r -> keys.channel(partition, r)).toList())
                            .toCompletableFuture();
        }
        subscribed
                .thenCompose(heard -> readAll(round, rooms, limit))
                .whenComplete((readings, failure) ->
                        hub.command(() -> {
                            if (running != round) {
                                return;
                            }
                            if (failure != null) {
                                giveUp();
                                requeue(round, rooms);
                                hub.roundFailed("reading failed: " + failure);
                                return;
                            }
                            round.readings = readings;
                            finishIfComplete(round);
                        }));
    }

    private void requeue(Round round, List<From> rooms) {
        if (round.kind == Kind.ACTIVATE) {
            rooms.forEach(from -> toActivate.add(from.room()));
        }
    }

    /** In portions, one after the other; the last one leaves the mark. */
    private CompletableFuture<List<Reading>> readAll(Round round, List<From> rooms, int limit) {
        List<Reading> readings = new ArrayList<>();
        CompletableFuture<List<Reading>> all = CompletableFuture.completedFuture(readings);
        int from = 0;
        do {
            int to = Math.min(rooms.size(), from + ROOMS_OF_A_READ);
            List<From> portion = rooms.subList(from, to);
            Mark mark = to == rooms.size() ? new Mark(nodeChannel, round.token) : Mark.NONE;
            all =
                    all.thenCompose(list ->
                            (round.kind == Kind.ACTIVATE
                                            ? reader.newest(
                                                    portion.stream().map(From::room).toList(),
                                                    limit,
                                                    mark)
                                            : reader.after(portion, limit, mark))
                                    .thenApply(reading -> {
                                        list.add(reading);
                                        return list;
                                    }));
            from = to;
        } while (from < rooms.size());
        return all;
    }

    /** Heard on the node's own channel. */
    void marked(String token) {
        Round round = running;
        if (round != null && round.token.equals(token)) {
            round.marked = true;
            finishIfComplete(round);
        }
    }

    private void finishIfComplete(Round round) {
        List<Reading> readings = round.readings;
        if (readings == null || !round.marked) {
            return;
        }
        running = null;
        Reading last = readings.getLast();
        for (Reading reading : readings) {
            if (!hub.sameEpoch(reading.epoch())) {
                // Judged anew once the epoch is settled.
                afterCheck.addAll(round.after);
                next();
                return;
            }
        }
        List<RoomReading> rooms = new ArrayList<>();
        readings.forEach(reading -> rooms.addAll(reading.rooms()));
        switch (round.kind) {
            case ACTIVATE -> hub.activated(rooms, last.clock());
            case RECOVER -> {
                if (hub.recovered(rooms, last.clock(), recoverWanted)) {
                    recoverWanted = true;
                }
            }
            case CHECK -> {
                hub.checked(rooms, last.clock());
                round.after.forEach(Runnable::run);
            }
        }
        next();
    }
}
