package dev.wardcast.access.accounts;

import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a user may look like. */
final class AccountRules {

    /** Of people; machines are registered elsewhere. */
    static final List<String> ROLES =
            List.of("PATIENT", "CAREGIVER", "DOCTOR", "NURSE", "THERAPIST", "DISPATCHER", "ADMIN");

    static final List<String> STATUSES = List.of("ACTIVE", "SUSPENDED");

    /** No letter that looks like another one, so that no name can be taken for somebody else's. */
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._@+-]{1,64}");

    /** Paths speak of the caller with it. */
    private static final Set<String> RESERVED_IDS = Set.of("me");

    private AccountRules() {}

    /**
     * @throws ProblemException with 422 that names every field that is not as it should be
     */
    static void require(
            String id, String username, Collection<String> roles, @Nullable String patientId) {
        List<FieldError> errors = new ArrayList<>();
        if (RESERVED_IDS.contains(id)) {
            errors.add(new FieldError("user_id", "me (expected: another id)"));
        }
        if (!USERNAME.matcher(username).matches()) {
            errors.add(new FieldError("username", "(expected: 1 to 64 of A-Z a-z 0-9 . _ @ + -)"));
        }
        if (roles.isEmpty() || !ROLES.containsAll(roles)) {
            errors.add(
                    new FieldError(
                            "roles",
                            "(expected: at least one of " + String.join(", ", ROLES) + ")"));
        }
        if (roles.contains("PATIENT") != (patientId != null)) {
            errors.add(
                    new FieldError(
                            "patient_id",
                            "(expected: the patient that a user with role PATIENT is, and of"
                                    + " nobody else)"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
    }
}
