package dev.wardcast.gateway.access;

import dev.wardcast.eventlog.Groups;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.access.RoomPlan.Rooms;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.Role;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The plans that endpoints use. */
@Singleton
public final class RoomPlans {

    private final AccessDecisions access;
    private final Groups groups;

    RoomPlans(AccessDecisions access, Groups groups) {
        this.access = access;
        this.groups = groups;
    }

    /** The same, and beside a user's own room the user's groups from where the stream starts. */
    public RoomPlan withGroups(RoomPlan given, Start start) {
        return new WithGroups(given, access, groups, start);
    }

    /** The alerts of every patient that the caregiver has, as grants come and go. */
    public RoomPlan caregiversPatients() {
        return caller ->
                anyRole(caller, Role.CAREGIVER, Role.ADMIN)
                        .thenCompose(role ->
                                role.allowed()
                                        ? access.patientsOfCaregiver(caller)
                                                .<Rooms>thenApply(RoomPlans::alertsOf)
                                                .exceptionally(failure -> undecided())
                                        : answered(new Rooms.Refused(role)));
    }

    /** The alerts of everybody, for an administrator. */
    public RoomPlan everyPatient() {
        return caller ->
                access.hasRole(caller, Role.ADMIN)
                        .thenCompose(role ->
                                role.allowed()
                                        ? access.allPatients(caller)
                                                .<Rooms>thenApply(RoomPlans::alertsOf)
                                                .exceptionally(failure -> undecided())
                                        : answered(new Rooms.Refused(role)));
    }

    /** One room, for someone who uses this role of theirs. */
    public RoomPlan oneRoom(Role role, Room room) {
        return caller ->
                access.hasRole(caller, role)
                        .thenCompose(has ->
                                has.allowed()
                                        ? access.mayFollow(caller, room)
                                        : CompletableFuture.completedFuture(has))
                        .thenApply(decision ->
                                decision.allowed()
                                        ? new Rooms.Of(Set.of(room))
                                        : new Rooms.Refused(decision));
    }

    /** Those of the rooms that the caller may follow; refused if that is none of them. */
    public RoomPlan anyOf(Room... rooms) {
        List<Room> wanted = List.of(rooms);
        return caller -> allowed(access, caller, wanted);
    }

    /** What the caller is told: themself, and as one of many. */
    public RoomPlan inbox() {
        return caller -> {
            Room own = new Room.User(caller.userId());
            return access.mayFollow(caller, own)
                    .thenCompose(decision ->
                            decision.allowed()
                                    ? access.audiencesOf(caller)
                                            .<Rooms>thenApply(
                                                    audiences -> new Rooms.Of(with(audiences, own)))
                                            .exceptionally(failure -> undecided())
                                    : answered(new Rooms.Refused(decision)));
        };
    }

    private static Set<Room> with(Set<Room> rooms, Room one) {
        Set<Room> all = new HashSet<>(rooms);
        all.add(one);
        return all;
    }

    /** Rooms that the client chooses itself. */
    public ChosenRooms chosen() {
        return chosenBeside(this::noneButActive);
    }

    /** Rooms that the client chooses itself, beside those that it is given. */
    public ChosenRooms chosenBeside(RoomPlan given) {
        return new ChosenRooms(access, given);
    }

    /** No room at all, for anybody who is active: what everyone may follow tells. */
    private CompletionStage<Rooms> noneButActive(Caller caller) {
        return access.mayFollow(caller, new Room.SystemAlerts())
                .thenApply(decision ->
                        decision.allowed() ? new Rooms.Of(Set.of()) : new Rooms.Refused(decision));
    }

    static CompletionStage<Rooms> allowed(
            AccessDecisions access, Caller caller, Collection<Room> rooms) {
        CompletionStage<List<Decision>> decisions =
                CompletableFuture.completedFuture(new ArrayList<>());
        for (Room room : rooms) {
            decisions =
                    decisions.thenCombine(
                            access.mayFollow(caller, room),
                            (list, decision) -> {
                                list.add(decision);
                                return list;
                            });
        }
        List<Room> asked = List.copyOf(rooms);
        return decisions.thenApply(answers -> summary(asked, answers));
    }

    private static Rooms summary(List<Room> asked, List<Decision> answers) {
        Set<Room> allowed = new HashSet<>();
        Optional<Decision> refusal = Optional.empty();
        for (int i = 0; i < asked.size(); i++) {
            switch (answers.get(i)) {
                case Decision.Allowed ignored -> allowed.add(asked.get(i));
                // One that nobody can decide leaves the whole undecided: to drop the room and
                // never take it up again would be a silent loss.
                case Decision.Undecided undecided -> {
                    return new Rooms.Refused(undecided);
                }
                case Decision.Denied denied -> refusal = refusal.or(() -> Optional.of(denied));
                case Decision.NoSuchThing none -> refusal = refusal.or(() -> Optional.of(none));
                case Decision.NotActive inactive -> {
                    return new Rooms.Refused(inactive);
                }
            }
        }
        return allowed.isEmpty() && refusal.isPresent()
                ? new Rooms.Refused(refusal.get())
                : new Rooms.Of(allowed);
    }

    private CompletionStage<Decision> anyRole(Caller caller, Role first, Role second) {
        return access.hasRole(caller, first)
                .thenCompose(decision ->
                        decision instanceof Decision.Denied
                                ? access.hasRole(caller, second)
                                : CompletableFuture.completedFuture(decision))
                .thenApply(decision ->
                        decision instanceof Decision.Denied
                                ? Decision.Denied.withoutRole(EnumSet.of(first, second))
                                : decision);
    }

    static CompletionStage<Rooms> answered(Rooms rooms) {
        return CompletableFuture.completedFuture(rooms);
    }

    private static Rooms alertsOf(Set<String> patients) {
        return new Rooms.Of(
                patients.stream()
                        .map(Room.PatientAlerts::new)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Rooms undecided() {
        return new Rooms.Refused(new Decision.Undecided("Access can't be decided at the moment."));
    }
}
