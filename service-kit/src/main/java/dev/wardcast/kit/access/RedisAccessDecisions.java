package dev.wardcast.kit.access;

import dev.wardcast.eventlog.Room;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** {@link AccessRules} over the projection in Redis; what can't be read is undecided. */
@Singleton
final class RedisAccessDecisions implements AccessDecisions {

    private final Projection projection;
    private final AccessRules rules;

    RedisAccessDecisions(Projection projection) {
        this.projection = projection;
        this.rules = new AccessRules(projection, Clock.systemUTC());
    }

    CompletionStage<Optional<Set<Role>>> rolesOf(Caller caller) {
        return rules.rolesOf(caller);
    }

    @Override
    public CompletionStage<Decision> hasRole(Caller caller, Role role) {
        return failClosed(rules.hasRole(caller, role));
    }

    @Override
    public CompletionStage<Decision> maySee(Caller caller, String patientId, PatientScope scope) {
        AskedPatients.note(patientId);
        return failClosed(rules.maySee(caller, patientId, scope));
    }

    @Override
    public CompletionStage<Decision> maySeeLastingly(
            Caller caller, String patientId, PatientScope scope) {
        AskedPatients.note(patientId);
        return failClosed(rules.maySeeLastingly(caller, patientId, scope));
    }

    @Override
    public CompletionStage<Decision> mayFollow(Caller caller, Room room) {
        return failClosed(rules.mayFollow(caller, room));
    }

    @Override
    public CompletionStage<Set<String>> patientsOfCaregiver(Caller caller) {
        return rules.patientsOfCaregiver(caller);
    }

    @Override
    public CompletionStage<Set<String>> allPatients(Caller caller) {
        return rules.allPatients(caller);
    }

    @Override
    public CompletionStage<Set<Room>> audiencesOf(Caller caller) {
        return rules.audiencesOf(caller);
    }

    @Override
    public Runnable onChange(Consumer<AccessChange> listener) {
        return projection.onChange(listener);
    }

    private static CompletionStage<Decision> failClosed(CompletionStage<Decision> decision) {
        return decision.exceptionally(
                failure -> new Decision.Undecided("Access can't be decided at the moment."));
    }
}
