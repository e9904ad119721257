package dev.wardcast.kit.access;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.Decision.Denied;
import dev.wardcast.kit.access.Decision.NoSuchThing;
import dev.wardcast.kit.access.Decision.NotActive;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who may see what. A role counts when both the token and the projection have it. */
final class AccessRules {

    private static final Decision NOT_ACTIVE =
            new NotActive("This user is not active, or has signed out.");

    /** The same for a foreign patient and for none: nobody learns which by asking. */
    private static final Decision NO_PATIENT =
            new Denied("no_access_to_patient", "You have no access to this patient.");

    private static final Decision UNKNOWN_PATIENT =
            new NoSuchThing("unknown_patient", "There is no such patient.");

    private static final Decision UNKNOWN_SESSION =
            new NoSuchThing("unknown_session", "There is no such session.");

    private static final Decision UNKNOWN_HOSPITAL =
            new NoSuchThing("unknown_hospital", "There is no such hospital.");

    private static final Decision UNKNOWN_DEVICE =
            new NoSuchThing("unknown_device", "There is no such device in use.");

    private static final Decision NO_ROOM =
            new Denied("no_access_to_room", "You have no access to this room.");

    private static final Set<Role> WARD = EnumSet.of(Role.DOCTOR, Role.NURSE);
    private static final Set<Role> WARD_AND_DISPATCH =
            EnumSet.of(Role.DOCTOR, Role.NURSE, Role.DISPATCHER);

    private final AccessFacts facts;
    private final Clock clock;

    AccessRules(AccessFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** The roles that the caller really has now; empty if the user or the token is out. */
    CompletionStage<Optional<Set<Role>>> rolesOf(Caller caller) {
        return standing(caller).thenApply(standing -> standing.map(Standing::roles));
    }

    CompletionStage<Decision> hasRole(Caller caller, Role role) {
        Denied denied = Denied.withoutRole(EnumSet.of(role));
        return decide(caller, who -> allowed(who.has(role), denied));
    }

    CompletionStage<Decision> maySee(Caller caller, String patientId, PatientScope scope) {
        return decide(caller, who -> maySee(who, patientId, scope));
    }

    CompletionStage<Decision> maySeeLastingly(Caller caller, String patientId, PatientScope scope) {
        return decide(caller, who -> maySee(who.withoutEmergencies(), patientId, scope));
    }

    CompletionStage<Decision> mayFollow(Caller caller, Room room) {
        return decide(caller, who -> mayFollow(who, room));
    }

    CompletionStage<Set<String>> patientsOfCaregiver(Caller caller) {
        return standing(caller)
                .thenApply(found -> found.map(this::grantedPatients).orElse(Set.of()));
    }

    /** Everybody for an ADMIN, nobody for anyone else. */
    CompletionStage<Set<String>> allPatients(Caller caller) {
        return standing(caller)
                .thenCompose(who ->
                        who.filter(found -> found.has(Role.ADMIN)).isPresent()
                                ? facts.patients()
                                        .thenApply(all ->
                                                all.map(PatientsDocument::ids).orElse(Set.of()))
                                : completedFuture(Set.of()));
    }

    /** What the caller is told as one of many; nothing for somebody who is not active. */
    CompletionStage<Set<Room>> audiencesOf(Caller caller) {
        return standing(caller)
                .thenApply(found -> found.map(AccessRules::audiencesOf).orElse(Set.of()));
    }

    private static Set<Room> audiencesOf(Standing who) {
        Set<Room> rooms = new HashSet<>();
        rooms.add(new Room.AudienceAll());
        who.roles().forEach(role -> rooms.add(new Room.AudienceRole(role.name())));
        who.user().hospitals().forEach(id -> rooms.add(new Room.AudienceHospital(id)));
        return rooms;
    }

    private static boolean isInAudience(Standing who, Room room) {
        return audiencesOf(who).contains(room);
    }

    /** The caller as far as the projection agrees with the token. */
    private record Standing(String userId, UserDocument user, Set<Role> roles) {

        static Standing of(Caller caller, UserDocument user) {
            Set<Role> roles = user.knownRoles();
            roles.retainAll(caller.roles());
            return new Standing(caller.userId(), user, roles);
        }

        /** The same user with no more than these roles. */
        Standing withOnly(Set<Role> counting) {
            Set<Role> left = EnumSet.copyOf(counting);
            left.retainAll(roles);
            return new Standing(userId, user, left);
        }

        Standing withoutEmergencies() {
            return new Standing(userId, user.withoutEmergencies(), roles);
        }

        boolean has(Role role) {
            return roles.contains(role);
        }

        boolean hasOneOf(Set<Role> any) {
            return !Collections.disjoint(roles, any);
        }

        boolean worksWhere(PatientDocument patient) {
            return !Collections.disjoint(user.hospitals(), patient.hospitals());
        }
    }

    private CompletionStage<Optional<Standing>> standing(Caller caller) {
        return facts.user(caller.userId())
                .thenApply(found -> found.filter(UserDocument::active))
                .thenCombine(
                        isRevoked(caller),
                        (active, revoked) ->
                                active.filter(user -> !revoked)
                                        .map(user -> Standing.of(caller, user)));
    }

    private CompletionStage<Boolean> isRevoked(Caller caller) {
        CompletionStage<Boolean> revoked = completedFuture(false);
        for (String id : Revocations.of(caller)) {
            revoked = revoked.thenCombine(facts.isRevoked(id), Boolean::logicalOr);
        }
        return revoked;
    }

    private CompletionStage<Decision> decide(
            Caller caller, Function<Standing, CompletionStage<Decision>> rule) {
        return standing(caller)
                .thenCompose(who -> who.map(rule).orElseGet(() -> completedFuture(NOT_ACTIVE)));
    }

    private CompletionStage<Decision> mayFollow(Standing who, Room room) {
        return switch (room) {
            case Room.Patient r -> maySee(who, r.id(), PatientScope.RECORD);
            case Room.PatientVitals r -> maySee(who, r.id(), PatientScope.VITALS);
            case Room.PatientWaveform r -> maySee(who, r.id(), PatientScope.VITALS);
            case Room.PatientAlerts r -> maySee(who, r.id(), PatientScope.ALERTS);
            case Room.Hospital r -> mayFollowHospital(who, r.id(), WARD);
            case Room.HospitalDevices r -> mayFollowHospital(who, r.id(), WARD);
            case Room.HospitalAlerts r -> mayFollowHospital(who, r.id(), WARD_AND_DISPATCH);
            case Room.Device r -> mayFollowDevice(who, r.type(), r.id());
            case Room.DeviceStatus r -> mayFollowDevice(who, r.type(), r.id());
            case Room.SystemAlerts _ -> completedFuture(Decision.ALLOWED);
            case Room.AdminUpdates _ -> allowed(who.has(Role.ADMIN), NO_ROOM);
            case Room.User r -> allowed(r.id().equals(who.userId()), NO_ROOM);
            case Room.Session r -> mayFollowSession(who, r.id());
            case Room.AudienceAll _ -> completedFuture(Decision.ALLOWED);
            case Room.AudienceRole r -> allowed(isInAudience(who, r), NO_ROOM);
            case Room.AudienceHospital r -> allowed(isInAudience(who, r), NO_ROOM);
            case Room.Group _, Room.Notices _ -> completedFuture(NO_ROOM);
        };
    }

    private CompletionStage<Decision> maySee(
            Standing anyone, String patientId, PatientScope scope) {
        Standing who = anyone.withOnly(scope.roles());
        if (isSelf(who, patientId)
                || isCaredFor(who, patientId)
                || isTreated(who, patientId)
                || isInEmergency(who, patientId)) {
            return completedFuture(Decision.ALLOWED);
        }
        if (who.has(Role.ADMIN)) {
            return facts.patient(patientId)
                    .thenApply(found -> found.isPresent() ? Decision.ALLOWED : UNKNOWN_PATIENT);
        }
        return throughHospital(who, patientId, WARD_AND_DISPATCH, NO_PATIENT);
    }

    private CompletionStage<Decision> mayFollowSession(Standing who, String id) {
        Set<Role> roles = PatientScope.SESSIONS.roles();
        if (!who.hasOneOf(roles)) {
            return completedFuture(Denied.withoutRole(roles));
        }
        return facts.session(id)
                .thenCompose(session ->
                        session.map(s -> maySee(who, s.patientId(), PatientScope.SESSIONS))
                                .orElseGet(() -> completedFuture(UNKNOWN_SESSION)));
    }

    /**
     * For staff only, although a caregiver may see the same figures in the patient's own room: the
     * buffer of a device's room may still hold those of the patient who had the device before. For
     * the same reason staff must be allowed to see that patient too, for a while.
     */
    private CompletionStage<Decision> mayFollowDevice(Standing who, String type, String id) {
        Decision none = who.has(Role.ADMIN) ? UNKNOWN_DEVICE : NO_ROOM;
        return facts.device(type, id)
                .thenCompose(device ->
                        device.map(d -> mayFollowReadingsOf(who, d.patients()))
                                .orElseGet(() -> completedFuture(none)));
    }

    private CompletionStage<Decision> mayFollowReadingsOf(Standing who, List<String> patients) {
        CompletionStage<Decision> all = completedFuture(Decision.ALLOWED);
        if (who.has(Role.ADMIN)) {
            return all;
        }
        for (String patient : patients) {
            all =
                    all.thenCompose(before ->
                            before.allowed()
                                    ? throughHospital(who, patient, WARD, NO_ROOM)
                                    : completedFuture(before));
        }
        return all;
    }

    private CompletionStage<Decision> mayFollowHospital(Standing who, String id, Set<Role> roles) {
        if (who.has(Role.ADMIN)) {
            return facts.hospital(id)
                    .thenApply(found -> found.isPresent() ? Decision.ALLOWED : UNKNOWN_HOSPITAL);
        }
        boolean works = who.hasOneOf(roles) && who.user().hospitals().contains(id);
        return completedFuture(works ? Decision.ALLOWED : NO_ROOM);
    }

    private CompletionStage<Decision> throughHospital(
            Standing who, String patientId, Set<Role> staff, Decision otherwise) {
        if (!who.hasOneOf(staff)) {
            return completedFuture(otherwise);
        }
        return facts.patient(patientId)
                .thenApply(found -> found.filter(who::worksWhere))
                .thenApply(shared -> shared.isPresent() ? Decision.ALLOWED : otherwise);
    }

    private static boolean isSelf(Standing who, String patientId) {
        return who.has(Role.PATIENT) && patientId.equals(who.user().patient());
    }

    private boolean isCaredFor(Standing who, String patientId) {
        return grantedPatients(who).contains(patientId);
    }

    private static boolean isTreated(Standing who, String patientId) {
        return who.has(Role.THERAPIST) && who.user().therapistOf().contains(patientId);
    }

    private boolean isInEmergency(Standing who, String patientId) {
        Instant now = clock.instant();
        return who.hasOneOf(WARD)
                && who.user().emergencies().stream()
                        .anyMatch(taken ->
                                taken.patientId().equals(patientId) && taken.activeAt(now));
    }

    private Set<String> grantedPatients(Standing who) {
        if (!who.has(Role.CAREGIVER)) {
            return Set.of();
        }
        Instant now = clock.instant();
        return who.user().caregiverOf().stream()
                .filter(grant -> grant.activeAt(now))
                .map(UserDocument.Grant::patientId)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static CompletionStage<Decision> allowed(boolean condition, Decision otherwise) {
        return completedFuture(condition ? Decision.ALLOWED : otherwise);
    }
}
