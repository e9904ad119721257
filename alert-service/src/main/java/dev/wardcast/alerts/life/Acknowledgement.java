package dev.wardcast.alerts.life;

import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * That somebody acknowledges an alert.
 *
 * @param patientId whose alert the person believes it to be
 * @param role in which the person acts, in lower case
 */
public record Acknowledgement(
        String alertId,
        String patientId,
        String userId,
        String role,
        AckStatus status,
        @Nullable String note) {

    /** Who has several roles acts in the first of these. */
    private static final List<Role> PRECEDENCE =
            List.of(
                    Role.DOCTOR,
                    Role.NURSE,
                    Role.THERAPIST,
                    Role.DISPATCHER,
                    Role.CAREGIVER,
                    Role.PATIENT,
                    Role.ADMIN,
                    Role.PIPELINE,
                    Role.DEVICE);

    public static String roleOf(Caller caller) {
        return PRECEDENCE.stream()
                .filter(caller::has)
                .findFirst()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .orElse("none");
    }
}
