package dev.wardcast.gateway.access;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rooms that a client chose itself, beside those that its endpoint gives it. May be changed and
 * decided on different threads.
 */
public final class ChosenRooms implements RoomPlan {

    private final AccessDecisions access;
    private final RoomPlan given;
    private final Set<Room> chosen = ConcurrentHashMap.newKeySet();
    private final Set<Room> declined = ConcurrentHashMap.newKeySet();

    /** Those that the endpoint gave at the last decision. */
    private volatile Set<Room> offered = Set.of();

    ChosenRooms(AccessDecisions access, RoomPlan given) {
        this.access = access;
        this.given = given;
    }

    /** Whether the caller may choose this room. */
    public CompletionStage<Decision> mayChoose(Caller caller, Room room) {
        return access.mayFollow(caller, room);
    }

    public void choose(Room room) {
        declined.remove(room);
        chosen.add(room);
    }

    public void decline(Room room) {
        chosen.remove(room);
        // Only what would come back by itself is kept in mind, not whatever a client may name.
        if (offered.contains(room)) {
            declined.add(room);
        }
    }

    /** What was taken away is not given back unasked: the client was told that it left the room. */
    @Override
    public void applied(Set<Room> rooms) {
        chosen.retainAll(rooms);
    }

    @Override
    public CompletionStage<Rooms> decide(Caller caller) {
        return given.decide(caller)
                .thenCompose(rooms ->
                        switch (rooms) {
                            case Rooms.Refused refused -> RoomPlans.answered(refused);
                            case Rooms.Of(Set<Room> base) -> withChosen(caller, base);
                        });
    }

    private CompletionStage<Rooms> withChosen(Caller caller, Set<Room> base) {
        offered = Set.copyOf(base);
        Set<Room> rooms = new HashSet<>(base);
        rooms.removeAll(declined);
        return RoomPlans.allowed(access, caller, List.copyOf(chosen))
                .thenApply(answer ->
                        switch (answer) {
                            case Rooms.Of(Set<Room> more) -> {
                                rooms.addAll(more);
                                yield new Rooms.Of(rooms);
                            }
                            case Rooms.Refused refused ->
                                    refused.decision() instanceof Decision.Undecided
                                                    || refused.decision()
                                                            instanceof Decision.NotActive
                                            ? refused
                                            : new Rooms.Of(rooms);
                        });
    }
}
