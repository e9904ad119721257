package dev.wardcast.kit.access;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions.AccessUnknownException;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Access asked from the other side: not "may this caller", but who may, and in which role.
 *
 * <p>The projection lists candidates, and {@link AccessDecisions} decides about each of them, so
 * nobody is found here who would be refused there. Every answer fails with {@link
 * AccessUnknownException} while the projection is away: "nobody" is always knowledge.
 */
@Singleton
public final class People {

    /** Who has several roles that each give access acts in the first of these. */
    private static final List<Role> PRECEDENCE =
            List.of(
                    Role.DOCTOR,
                    Role.NURSE,
                    Role.THERAPIST,
                    Role.DISPATCHER,
                    Role.CAREGIVER,
                    Role.PATIENT,
                    Role.ADMIN);

    private final AccessDecisions decisions;
    private final Projection projection;
    private final ProjectionReader reader;

    People(AccessDecisions decisions, Projection projection, ProjectionReader reader) {
        this.decisions = decisions;
        this.projection = projection;
        this.reader = reader;
    }

    /**
     * The role that gives the caller access to this patient; empty if none does. A nurse who cares
     * for a relative at home is that relative's caregiver.
     */
    public CompletionStage<Optional<Role>> actingRole(
            Caller caller, String patientId, PatientScope scope) {
        CompletionStage<Optional<Role>> found = completedFuture(Optional.empty());
        for (Role role : PRECEDENCE) {
            if (caller.has(role)) {
                Caller narrowed = caller.withRoles(EnumSet.of(role));
                found =
                        found.thenCompose(known ->
                                known.isPresent()
                                        ? completedFuture(known)
                                        : decided(narrowed, patientId, scope)
                                                .thenApply(yes -> yes ? Optional.of(role) : known));
            }
        }
        return found;
    }

    /** Whether that user, in whichever of their roles, may see this of the patient. */
    public CompletionStage<Boolean> maySee(String userId, String patientId, PatientScope scope) {
        return decided(standIn(userId, EnumSet.allOf(Role.class)), patientId, scope);
    }

    /** Those of these users who are there and active. */
    public CompletionStage<Set<String>> active(Set<String> userIds) {
        return only(
                userIds,
                userId ->
                        projection
                                .user(userId)
                                .thenApply(
                                        found -> found.filter(UserDocument::active).isPresent()));
    }

    /** Those of these users who, in whichever of their roles, may see this of the patient. */
    public CompletionStage<Set<String>> whoOfThese(
            Set<String> userIds, String patientId, PatientScope scope) {
        return only(userIds, userId -> maySee(userId, patientId, scope));
    }

    /** Those of these users who belong to the audience, in whichever of their roles. */
    public CompletionStage<Set<String>> inAudience(Set<String> userIds, Room audience) {
        return only(
                userIds,
                userId ->
                        decisions
                                .audiencesOf(standIn(userId, EnumSet.allOf(Role.class)))
                                .thenApply(rooms -> rooms.contains(audience)));
    }

    /** The active users who may see this of the patient in one of these roles. */
    public CompletionStage<Set<String>> whoMaySee(
            String patientId, Set<Role> roles, PatientScope scope) {
        return candidates(patientId, roles)
                .thenCompose(candidates ->
                        only(
                                candidates,
                                userId -> decided(standIn(userId, roles), patientId, scope)));
    }

    /**
     * The patients whom the caller may see through a grant or a hospital. Whom an ADMIN may see is
     * everybody, and a question for {@link AccessDecisions#allPatients}.
     */
    public CompletionStage<Set<String>> patientsOf(Caller caller, PatientScope scope) {
        return projection
                .user(caller.userId())
                .thenCompose(found -> {
                    List<CompletionStage<Set<String>>> candidates = new ArrayList<>();
                    candidates.add(decisions.patientsOfCaregiver(caller));
                    found.ifPresent(user -> {
                        candidates.add(completedFuture(Set.copyOf(user.therapistOf())));
                        candidates.add(completedFuture(emergenciesOf(user)));
                        if (user.patient() != null) {
                            candidates.add(completedFuture(Set.of(user.patient())));
                        }
                        user.hospitals().forEach(id -> candidates.add(patientsIn(id)));
                    });
                    return union(candidates);
                })
                .thenCompose(candidates ->
                        only(candidates, patientId -> decided(caller, patientId, scope)));
    }

    private static Set<String> emergenciesOf(UserDocument user) {
        return user.emergencies().stream()
                .map(UserDocument.Emergency::patientId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The patients who are in the hospital now; empty also where there is no such hospital. */
    public CompletionStage<Set<String>> patientsIn(String hospitalId) {
        return list("hospital:" + hospitalId).thenApply(PeopleDocument::patients);
    }

    /** Whether there is such a hospital. */
    public CompletionStage<Boolean> isHospital(String hospitalId) {
        return projection.hospital(hospitalId).thenApply(Optional::isPresent);
    }

    private CompletionStage<Set<String>> candidates(String patientId, Set<Role> roles) {
        List<CompletionStage<Set<String>>> lists = new ArrayList<>();
        lists.add(list("patient:" + patientId).thenApply(PeopleDocument::users));
        if (roles.contains(Role.ADMIN)) {
            lists.add(list("admins").thenApply(PeopleDocument::users));
        }
        lists.add(
                projection
                        .patient(patientId)
                        .thenCompose(patient ->
                                union(
                                        patient
                                                .map(PatientDocument::hospitals)
                                                .orElse(List.of())
                                                .stream()
                                                .map(id -> list("hospital:" + id))
                                                .map(l -> l.thenApply(PeopleDocument::users))
                                                .toList())));
        return union(lists);
    }

    private CompletionStage<PeopleDocument> list(String name) {
        return reader.read(ProjectionKeys.people(name), PeopleDocument.class)
                .thenApply(found -> found.orElse(PeopleDocument.NOBODY));
    }

    private CompletionStage<Boolean> decided(Caller caller, String patientId, PatientScope scope) {
        return decisions
                .maySee(caller, patientId, scope)
                .thenApply(decision ->
                        switch (decision) {
                            case Decision.Allowed _ -> true;
                            case Decision.Denied _ -> false;
                            case Decision.NoSuchThing _ -> false;
                            case Decision.NotActive _ -> false;
                            case Decision.Undecided undecided ->
                                    throw new AccessUnknownException(undecided.reason());
                        });
    }

    /** Decisions count a role only where the projection has it too, so naming too many is safe. */
    private static Caller standIn(String userId, Set<Role> roles) {
        return new Caller(userId, userId, roles, "", Instant.MAX);
    }

    private static CompletionStage<Set<String>> union(
            Collection<CompletionStage<Set<String>>> parts) {
        CompletionStage<Set<String>> all = completedFuture(Set.of());
        for (CompletionStage<Set<String>> part : parts) {
            all =
                    all.thenCombine(
                            part,
                            (some, more) -> {
                                Set<String> both = new HashSet<>(some);
                                both.addAll(more);
                                return both;
                            });
        }
        return all;
    }

    private static CompletionStage<Set<String>> only(
            Set<String> ids, Function<String, CompletionStage<Boolean>> test) {
        record Tested(String id, CompletableFuture<Boolean> passed) {}
        List<Tested> tested =
                AskedPatients.lookingAround(() ->
                        ids.stream()
                                .map(id -> new Tested(id, test.apply(id).toCompletableFuture()))
                                .toList());
        return CompletableFuture.allOf(
                        tested.stream().map(Tested::passed).toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Set<String> passed = new HashSet<>();
                    tested.stream()
                            .filter(one -> one.passed().join())
                            .forEach(one -> passed.add(one.id()));
                    return passed;
                });
    }
}
