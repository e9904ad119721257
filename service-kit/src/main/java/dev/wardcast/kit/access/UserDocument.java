package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What decisions need to know about a user.
 *
 * @param roles names of roles; those that this version does not know are left out of decisions
 * @param patient the patient that a user with role PATIENT is
 * @param hospitals where the user is staff
 * @param emergency patients whom the user took emergency access to
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record UserDocument(
        String status,
        List<String> roles,
        @Nullable String patient,
        List<Grant> caregiverOf,
        List<String> therapistOf,
        List<String> hospitals,
        @Nullable List<Emergency> emergency) {

    UserDocument {
        roles = List.copyOf(roles);
        caregiverOf = List.copyOf(caregiverOf);
        therapistOf = List.copyOf(therapistOf);
        hospitals = List.copyOf(hospitals);
        // Documents of before there was such access have none.
        emergency = emergency == null ? List.of() : List.copyOf(emergency);
    }

    UserDocument withoutEmergencies() {
        return new UserDocument(
                status, roles, patient, caregiverOf, therapistOf, hospitals, List.of());
    }

    List<Emergency> emergencies() {
        return emergency == null ? List.of() : emergency;
    }

    /**
     * @param until the end of the grant, checked against the clock here too, so that a grant ends
     *     even while access-service is away; {@code null}: until it is revoked
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Grant(String patientId, @Nullable Instant until) {
        boolean activeAt(Instant now) {
            return until == null || now.isBefore(until);
        }
    }

    /**
     * Emergency access to one patient. It ends when access-service takes it out of the document, by
     * the clock of the database; a service's own clock may be wrong and decides only, a minute
     * later, where access-service is away.
     *
     * @param until when the database's clock ends it
     */
    @Serdeable(naming = SnakeCaseStrategy.class)
    record Emergency(String patientId, Instant until) {

        private static final Duration SKEW = Duration.ofMinutes(1);

        boolean activeAt(Instant now) {
            return now.isBefore(until.plus(SKEW));
        }
    }

    boolean active() {
        return status.equals("ACTIVE");
    }

    Set<Role> knownRoles() {
        return Role.known(roles);
    }
}
