package dev.wardcast.gateway.access;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.access.RoomPlan.Rooms;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Decision;
import dev.wardcast.kit.access.Role;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The plans that endpoints use. */
@Singleton
public final class RoomPlans {

    private final AccessDecisions access;

    RoomPlans(AccessDecisions access) {
        this.access = access;
    }

    /** The alerts of every patient that the caregiver has, as grants come and go. */
    public RoomPlan caregiversPatients(Caller caller) {
        return () ->
                anyRole(caller, Role.CAREGIVER, Role.ADMIN)
                        .thenCompose(role ->
                                role.allowed()
                                        ? access.patientsOfCaregiver(caller)
                                                .<Rooms>thenApply(RoomPlans::alertsOf)
                                                .exceptionally(failure -> undecided())
                                        : CompletableFuture.completedFuture(
                                                new Rooms.Refused(role)));
    }

    /** The alerts of everybody, for an administrator. */
    public RoomPlan everyPatient(Caller caller) {
        return () ->
                access.hasRole(caller, Role.ADMIN)
                        .thenCompose(role ->
                                role.allowed()
                                        ? access.allPatients(caller)
                                                .<Rooms>thenApply(RoomPlans::alertsOf)
                                                .exceptionally(failure -> undecided())
                                        : CompletableFuture.completedFuture(
                                                new Rooms.Refused(role)));
    }

    /** One room, for someone who uses this role of theirs. */
    public RoomPlan oneRoom(Caller caller, Role role, Room room) {
        return () ->
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

    private CompletionStage<Decision> anyRole(Caller caller, Role first, Role second) {
        return access.hasRole(caller, first)
                .thenCompose(decision ->
                        decision instanceof Decision.Denied
                                ? access.hasRole(caller, second)
                                : CompletableFuture.completedFuture(decision));
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
