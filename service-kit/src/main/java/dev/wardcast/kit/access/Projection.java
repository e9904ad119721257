package dev.wardcast.kit.access;

import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.kit.access.AccessDecisions.AccessChange;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The projection of access-service as this process sees it: documents kept close by while changes
 * are heard, and read from Redis each time while they are not.
 */
@Singleton
final class Projection implements AccessFacts, AccessFeed.Receiver {

    /** One for each sign-in that is about, and nothing but its name. */
    private static final int MOST_SESSIONS = 50_000;

    private static final int MOST_USERS = 40_000;

    private final DocumentCache<UserDocument> users;
    private final DocumentCache<PatientDocument> patients;
    private final DocumentCache<HospitalDocument> hospitals;
    private final DocumentCache<DeviceDocument> devices;
    private final DocumentCache<PatientsDocument> everybody;
    private final DocumentCache<RevocationDocument> revocations;
    private final ProjectionReader reader;
    private final ChangeListeners listeners = new ChangeListeners();
    private final AccessFeed feed;
    private volatile boolean hearing;

    Projection(RedisLink redis, ProjectionReader reader) {
        users =
                new DocumentCache<>(
                        key -> reader.read(key, UserDocument.class), () -> hearing, MOST_USERS);
        patients =
                new DocumentCache<>(key -> reader.read(key, PatientDocument.class), () -> hearing);
        hospitals =
                new DocumentCache<>(key -> reader.read(key, HospitalDocument.class), () -> hearing);
        devices = new DocumentCache<>(key -> reader.read(key, DeviceDocument.class), () -> hearing);
        everybody =
                new DocumentCache<>(key -> reader.read(key, PatientsDocument.class), () -> hearing);
        revocations =
                new DocumentCache<>(
                        key -> reader.read(key, RevocationDocument.class),
                        () -> hearing,
                        MOST_SESSIONS);
        this.reader = reader;
        feed = new AccessFeed(redis, this);
    }

    @PostConstruct
    void start() {
        feed.start();
    }

    @PreDestroy
    void stop() {
        feed.close();
    }

    @Override
    public CompletionStage<Optional<UserDocument>> user(String id) {
        return users.get(ProjectionKeys.user(id));
    }

    @Override
    public CompletionStage<Optional<PatientDocument>> patient(String id) {
        return patients.get(ProjectionKeys.patient(id));
    }

    @Override
    public CompletionStage<Optional<PatientsDocument>> patients() {
        return everybody.get(ProjectionKeys.PATIENTS);
    }

    @Override
    public CompletionStage<Optional<HospitalDocument>> hospital(String id) {
        return hospitals.get(ProjectionKeys.hospital(id));
    }

    @Override
    public CompletionStage<Optional<DeviceDocument>> device(String type, String id) {
        return activeDevice(ProjectionKeys.device(type, id));
    }

    /**
     * Read each time. Nobody announces a new session, so that there is none must not be kept; and
     * what a session is asked for is a stream, which is worth two reads.
     */
    @Override
    public CompletionStage<Optional<SessionDocument>> session(String id) {
        return reader.read(
                ProjectionKeys.session(id), SessionDocument.class, ProjectionKeys.SESSIONS_READY);
    }

    @Override
    public CompletionStage<Boolean> isRevoked(String id) {
        return revocations.get(ProjectionKeys.revoked(id)).thenApply(Optional::isPresent);
    }

    CompletionStage<Optional<DeviceDocument>> deviceByKeyDigest(String digest) {
        return activeDevice(ProjectionKeys.deviceKey(digest));
    }

    Runnable onChange(Consumer<AccessChange> listener) {
        return listeners.add(listener);
    }

    @Override
    public void hearing() {
        hearing = true;
        // Whatever happened before was perhaps unheard.
        listeners.announce(new AccessChange.OfEverything());
    }

    @Override
    public void deaf() {
        hearing = false;
        forgetAll();
    }

    @Override
    public void changed(String message) {
        int colon = message.indexOf(':');
        String kind = colon < 0 ? message : message.substring(0, colon);
        String id = message.substring(colon + 1);
        switch (kind) {
            case "user" -> {
                users.forget(ProjectionKeys.user(id));
                listeners.announce(new AccessChange.OfUser(id));
            }
            case "patient" -> {
                patients.forget(ProjectionKeys.patient(id));
                everybody.forgetAll();
                listeners.announce(new AccessChange.OfPatient(id));
            }
            case "hospital" -> hospitals.forget(ProjectionKeys.hospital(id));
            case "device" -> devices.forgetAll();
            case "revoked" -> {
                revocations.forget(ProjectionKeys.revoked(id));
                listeners.announce(Revocations.concerned(id));
            }
            // "everything", and whatever a later version may say.
            default -> {
                forgetAll();
                listeners.announce(new AccessChange.OfEverything());
            }
        }
    }

    private CompletionStage<Optional<DeviceDocument>> activeDevice(String key) {
        return devices.get(key)
                .thenApply(found -> found.filter(device -> device.activeAt(Instant.now())));
    }

    private void forgetAll() {
        users.forgetAll();
        patients.forgetAll();
        hospitals.forgetAll();
        devices.forgetAll();
        everybody.forgetAll();
        revocations.forgetAll();
    }
}
