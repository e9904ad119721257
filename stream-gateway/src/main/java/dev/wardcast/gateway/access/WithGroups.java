package dev.wardcast.gateway.access;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.Groups;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.PatientScope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A plan whose rooms, where the user's own is among them, have the user's groups beside them: those
 * that may have events since the client stopped, and of those about a patient the ones whose
 * patient the user may (still) see.
 */
final class WithGroups implements RoomPlan {

    private static final long NOW = -1;

    /** Groups that were silent for longer are not looked at for the newest events. */
    private static final Duration HISTORY = Duration.ofDays(1);

    private final RoomPlan given;
    private final AccessDecisions access;
    private final Groups groups;

    /** By Redis' clock, in seconds since 1970; found out at the first decision if it is now. */
    private long since;

    WithGroups(RoomPlan given, AccessDecisions access, Groups groups, Start start) {
        this.given = given;
        this.access = access;
        this.groups = groups;
        this.since =
                switch (start) {
                    case Start.After(Position position) -> second(position);
                    case Start.Newest _ -> Instant.now().minus(HISTORY).getEpochSecond();
                    case Start.Now _ -> NOW;
                };
    }

    /** From the beginning of what is known if it means nothing. */
    private static long second(Position position) {
        return position.cursors().values().stream()
                .mapToLong(Cursor::clock)
                .map(TimeUnit.MICROSECONDS::toSeconds)
                .min()
                .orElse(0);
    }

    @Override
    public synchronized void comesFrom(Position after) {
        long earlier = second(after);
        since = since == NOW ? earlier : Math.min(since, earlier);
    }

    @Override
    public void applied(Set<Room> rooms) {
        given.applied(rooms);
    }

    @Override
    public CompletionStage<Rooms> decide(Caller caller) {
        Room own = new Room.User(caller.userId());
        return given.decide(caller)
                .thenCompose(rooms ->
                        rooms instanceof Rooms.Of(Set<Room> all) && all.contains(own)
                                ? withGroups(caller, all)
                                : RoomPlans.answered(rooms));
    }

    private CompletionStage<Rooms> withGroups(Caller caller, Set<Room> rooms) {
        String user = caller.userId();
        long from = since();
        CompletionStage<Groups.Found> found = from == NOW ? groups.of(user) : groups.of(user, from);
        return found.thenCompose(
                        there -> {
                            if (from == NOW) {
                                isNow(there.since());
                            }
                            return visible(caller, there.rooms());
                        })
                .thenApply(visible ->
                        switch (visible) {
                            case Rooms.Of(Set<Room> more) -> {
                                Set<Room> all = new HashSet<>(rooms);
                                all.addAll(more);
                                yield new Rooms.Of(all);
                            }
                            case Rooms.Refused undecided -> undecided;
                        });
    }

    private synchronized long since() {
        return since;
    }

    private synchronized void isNow(long second) {
        if (since == NOW) {
            since = second;
        }
    }

    private CompletionStage<Rooms> visible(Caller caller, Set<Room.Group> found) {
        Set<Room.Group.About> patients =
                found.stream()
                        .filter(group -> group.about() != null)
                        .map(Room.Group::about)
                        .collect(Collectors.toSet());
        List<CompletableFuture<Sight>> asked =
                patients.stream()
                        .map(about ->
                                access.maySee(caller, about.patientId(), scope(about.sight()))
                                        .thenApply(decision -> new Sight(about, decision))
                                        .toCompletableFuture())
                        .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> {
                    Set<Room> visible = new HashSet<>(found);
                    for (CompletableFuture<Sight> each : asked) {
                        Sight sight = each.join();
                        if (sight.decision() instanceof Decision.Undecided undecided) {
                            return new Rooms.Refused(undecided);
                        }
                        if (!sight.decision().allowed()) {
                            visible.removeIf(room ->
                                    room instanceof Room.Group group
                                            && sight.about().equals(group.about()));
                        }
                    }
                    return new Rooms.Of(visible);
                });
    }

    private record Sight(Room.Group.About about, Decision decision) {}

    private static PatientScope scope(Room.Group.Sight sight) {
        return switch (sight) {
            case RECORD -> PatientScope.RECORD;
            case ALERTS -> PatientScope.ALERTS;
        };
    }
}
