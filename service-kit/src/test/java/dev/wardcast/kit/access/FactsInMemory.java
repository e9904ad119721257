package dev.wardcast.kit.access;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

final class FactsInMemory implements AccessFacts {

    final Map<String, UserDocument> users = new HashMap<>();
    final Map<String, PatientDocument> patients = new HashMap<>();
    final Map<String, HospitalDocument> hospitals = new HashMap<>();
    final Map<String, DeviceDocument> devices = new HashMap<>();
    final Map<String, SessionDocument> sessions = new HashMap<>();

    final Set<String> revoked = new HashSet<>();

    UserDocument user(String id, Role role) {
        UserDocument user =
                new UserDocument(
                        "ACTIVE",
                        List.of(role.name()),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null);
        users.put(id, user);
        return user;
    }

    @Override
    public CompletionStage<Optional<UserDocument>> user(String id) {
        return completedFuture(Optional.ofNullable(users.get(id)));
    }

    @Override
    public CompletionStage<Optional<PatientDocument>> patient(String id) {
        return completedFuture(Optional.ofNullable(patients.get(id)));
    }

    @Override
    public CompletionStage<Optional<PatientsDocument>> patients() {
        return completedFuture(Optional.of(new PatientsDocument(patients.keySet(), 1)));
    }

    @Override
    public CompletionStage<Optional<HospitalDocument>> hospital(String id) {
        return completedFuture(Optional.ofNullable(hospitals.get(id)));
    }

    @Override
    public CompletionStage<Optional<DeviceDocument>> device(String type, String id) {
        return completedFuture(Optional.ofNullable(devices.get(type + ":" + id)));
    }

    @Override
    public CompletionStage<Optional<SessionDocument>> session(String id) {
        return completedFuture(Optional.ofNullable(sessions.get(id)));
    }

    @Override
    public CompletionStage<Boolean> isRevoked(String id) {
        return completedFuture(revoked.contains(id));
    }
}
