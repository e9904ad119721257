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
            String id, String username, List<String> roles, @Nullable String patientId) {
        List<FieldError> errors = new ArrayList<>();
        if (RESERVED_IDS.contains(id)) {
            errors.add(new FieldError("user_id", "me (expected: another id)"));
        }
        checkUsername(username, errors);
        checkRoles(roles, patientId, errors);
        refuse(errors);
    }

    /**
     * @throws ProblemException with 422
     */
    static void requireUsername(String username) {
        List<FieldError> errors = new ArrayList<>();
        checkUsername(username, errors);
        refuse(errors);
    }

    /**
     * @throws ProblemException with 422
     */
    static void requireRoles(Collection<String> roles, @Nullable String patientId) {
        List<FieldError> errors = new ArrayList<>();
        checkRoles(roles, patientId, errors);
        refuse(errors);
    }

    /**
     * @param roles as they were sent, with {@code null} among them where that was sent
     * @throws ProblemException with 422
     */
    static void requireKnown(@Nullable List<String> roles) {
        if (roles != null && !areKnown(roles)) {
            refuse(List.of(wrongRoles()));
        }
    }

    private static void checkUsername(String username, List<FieldError> errors) {
        if (!USERNAME.matcher(username).matches()) {
            errors.add(new FieldError("username", "(expected: 1 to 64 of A-Z a-z 0-9 . _ @ + -)"));
        }
    }

    private static void checkRoles(
            Collection<String> roles, @Nullable String patientId, List<FieldError> errors) {
        if (!areKnown(roles)) {
            errors.add(wrongRoles());
        }
        if (roles.stream().anyMatch("PATIENT"::equals) != (patientId != null)) {
            errors.add(
                    new FieldError(
                            "patient_id",
                            "(expected: the patient that a user with role PATIENT is, and of"
                                    + " nobody else)"));
        }
    }

    /** By comparing: lists like ours can't be asked for {@code null}. */
    private static boolean areKnown(Collection<String> roles) {
        return !roles.isEmpty()
                && roles.stream().allMatch(role -> ROLES.stream().anyMatch(r -> r.equals(role)));
    }

    private static FieldError wrongRoles() {
        return new FieldError(
                "roles", "(expected: at least one of " + String.join(", ", ROLES) + ")");
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw ProblemException.unprocessable(errors);
        }
    }
}
