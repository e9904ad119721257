package dev.wardcast.access.accounts;

import dev.wardcast.access.people.Patients;
import dev.wardcast.access.people.Users;
import dev.wardcast.access.signin.RefreshTokens;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes users and changes them; each change is one transaction, and one at a time. */
@Singleton
class AccountDesk {

    private final AccountTable table;
    private final Users users;
    private final Patients patients;
    private final RefreshTokens refreshTokens;

    AccountDesk(
            AccountTable table, Users users, Patients patients, RefreshTokens refreshTokens) {
        this.table = table;
        this.users = users;
        this.patients = patients;
        this.refreshTokens = refreshTokens;
    }

    /** What is to be another one; {@code null}: stays. */
    record Changes(
            @Nullable String username,
            @Nullable List<String> roles,
            @Nullable String status,
            @Nullable String patientId) {}

    @Transactional("access")
    AccountRow create(
            String id,
            String username,
            String passwordHash,
            Set<String> roles,
            @Nullable String patientId,
            Caller by) {
        table.lock();
        requirePatient(patientId);
        requireFreeName(username, "");
        if (users.add(id, username, passwordHash, patientId) == 0) {
            throw ProblemException.conflict("user_exists", "There is such a user already.");
        }
        roles.forEach(role -> users.addRole(id, role));
        return find(id);
    }

    /**
     * @throws ProblemException with 409 if nobody could administer anything any more
     */
    @Transactional("access")
    AccountRow change(String id, Changes changes, Caller by) {
        // Two admins who demote each other at once must not both succeed.
        table.lock();
        AccountRow before = find(id);
        String username = or(changes.username(), before.username());
        String status = or(changes.status(), before.status());
        Set<String> roles =
                changes.roles() == null ? before.roleNames() : new TreeSet<>(changes.roles());
        @Nullable String patientId = patientAfter(before, changes, roles);
        AccountRules.require(id, username, roles, patientId);
        requirePatient(changes.patientId());
        requireFreeName(username, id);
        boolean staysAdmin = status.equals("ACTIVE") && roles.contains("ADMIN");
        if (before.isActiveAdmin() && !staysAdmin && !table.hasOtherActiveAdmin(id)) {
            throw ProblemException.conflict(
                    "last_admin", "This is the last active user with the role ADMIN.");
        }
        apply(before, username, status, roles, patientId);
        return find(id);
    }

    @Transactional("access")
    void setPassword(String id, String hash, Caller by) {
        if (table.setPassword(id, hash) == 0) {
            throw unknown();
        }
        refreshTokens.revokeAllOf(id);
    }

    AccountRow find(String id) {
        return table.find(id).orElseThrow(AccountDesk::unknown);
    }

    private void apply(
            AccountRow before,
            String username,
            String status,
            Set<String> roles,
            @Nullable String patientId) {
        table.update(before.id(), username, status, patientId);
        Set<String> lost = new HashSet<>(before.roleNames());
        lost.removeAll(roles);
        if (!lost.isEmpty()) {
            table.removeRoles(before.id(), lost);
        }
        roles.forEach(role -> users.addRole(before.id(), role));
        if (status.equals("SUSPENDED")) {
            refreshTokens.revokeAllOf(before.id());
        }
    }

    private static @Nullable String patientAfter(
            AccountRow before, Changes changes, Set<String> roles) {
        if (changes.patientId() != null) {
            return changes.patientId();
        }
        return roles.contains("PATIENT") ? before.patientId() : null;
    }

    private void requirePatient(@Nullable String patientId) {
        if (patientId != null && !patients.exists(patientId)) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("patient_id", "(expected: a patient that there is)")));
        }
    }

    private void requireFreeName(String username, String except) {
        if (table.isNameTaken(username, except)) {
            throw ProblemException.conflict("username_taken", "This username is somebody's.");
        }
    }

    private static String or(@Nullable String changed, String before) {
        return changed == null ? before : changed;
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_user", "There is no such user.");
    }
}
