package dev.wardcast.access.projection;

import dev.wardcast.kit.access.ProjectionKeys;
import java.util.Optional;

/** What documents there are, where each stands in Redis and how its change is announced. */
enum Kind {
    USER,
    PATIENT,
    /** The list of all patients; its only document is named "all". */
    PATIENTS,
    HOSPITAL,
    DEVICE,
    DEVICE_KEY,
    /** That a sign-in was ended or a signing key withdrawn. */
    REVOKED,
    /** Whom to ask about; read when it is needed, so nobody waits for its announcement. */
    PEOPLE,
    /** Stands for no document: everyone decides anew. */
    EVERYTHING;

    String redisKey(String id) {
        return switch (this) {
            case USER -> ProjectionKeys.user(id);
            case PATIENT -> ProjectionKeys.patient(id);
            case PATIENTS -> ProjectionKeys.PATIENTS;
            case HOSPITAL -> ProjectionKeys.hospital(id);
            case DEVICE -> ProjectionKeys.device(id);
            case DEVICE_KEY -> ProjectionKeys.deviceKey(id);
            case REVOKED -> ProjectionKeys.revoked(id);
            case PEOPLE -> ProjectionKeys.people(id);
            case EVERYTHING -> throw new IllegalArgumentException("no document");
        };
    }

    /** Empty where another announcement says it too. */
    Optional<String> announcement(String id) {
        return switch (this) {
            case USER -> Optional.of("user:" + id);
            case PATIENT -> Optional.of("patient:" + id);
            case PATIENTS, PEOPLE -> Optional.empty();
            case HOSPITAL -> Optional.of("hospital:" + id);
            case DEVICE, DEVICE_KEY -> Optional.of("device");
            case REVOKED -> Optional.of("revoked:" + id);
            case EVERYTHING -> Optional.of("everything");
        };
    }
}
