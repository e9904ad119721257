package dev.wardcast.access.accounts;

import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.people.Patients;
import dev.wardcast.access.people.UserRow;
import dev.wardcast.access.people.Users;
import dev.wardcast.access.signin.OldPassword;
import dev.wardcast.access.signin.RefreshTokens;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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
    private final Deeds deeds;

    AccountDesk(
            AccountTable table,
            Users users,
            Patients patients,
            RefreshTokens refreshTokens,
            Deeds deeds) {
        this.table = table;
        this.users = users;
        this.patients = patients;
        this.refreshTokens = refreshTokens;
        this.deeds = deeds;
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
            Actor by) {
        table.lock();
        requirePatient(patientId);
        requireFreeName(username, "");
        if (users.add(id, username, passwordHash, patientId) == 0) {
            throw ProblemException.conflict("user_exists", "There is such a user already.");
        }
        roles.forEach(role -> users.addRole(id, role));
        deeds.record(changed(by, id).detail("created; roles " + String.join(",", roles)));
        return find(id);
    }

    /**
     * @throws ProblemException with 409 if nobody could administer anything any more
     */
    @Transactional("access")
    AccountRow change(String id, Changes changes, Actor by) {
        // Two admins who demote each other at once must not both succeed.
        table.lock();
        AccountRow before = find(id);
        String username = or(changes.username(), before.username());
        String status = or(changes.status(), before.status());
        AccountRules.requireKnown(changes.roles());
        Set<String> roles =
                changes.roles() == null ? before.roleNames() : new TreeSet<>(changes.roles());
        @Nullable String patientId = patientAfter(before, changes, roles);
        AccountRules.requireRoles(roles, patientId);
        // A name from before today's rules may stay.
        if (!username.equals(before.username())) {
            AccountRules.requireUsername(username);
            requireFreeName(username, id);
        }
        requirePatient(changes.patientId());
        boolean staysAdmin = status.equals("ACTIVE") && roles.contains("ADMIN");
        if (before.isActiveAdmin() && !staysAdmin && !table.hasOtherActiveAdmin(id)) {
            throw ProblemException.conflict(
                    "last_admin", "This is the last active user with the role ADMIN.");
        }
        apply(before, username, status, roles, patientId);
        AccountRow after = find(id);
        String difference = difference(before, after);
        if (!difference.isEmpty()) {
            deeds.record(changed(by, id).detail(difference));
        }
        return after;
    }

    @Transactional("access")
    void setPassword(String id, String hash, Actor by) {
        if (table.setPassword(id, hash) == 0) {
            throw unknown();
        }
        passwordChanged(id, by);
    }

    /**
     * @param before as the old password was compared with
     * @throws ProblemException with 403 if somebody else has set another one since
     */
    @Transactional("access")
    void changePassword(UserRow before, String hash, Actor by) {
        if (table.changePassword(before.id(), before.passwordHash(), hash) == 0) {
            throw OldPassword.wrong();
        }
        passwordChanged(before.id(), by);
    }

    /** The row is locked: no sign-in with the old password can begin a session after this. */
    private void passwordChanged(String id, Actor by) {
        refreshTokens.revokeAllOf(id);
        deeds.record(changed(by, id).detail("password"));
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

    private static AuditEntry changed(Actor by, String id) {
        return AuditEntry.of(by, AuditAction.USER_CHANGED).on("user", id);
    }

    /** What is another one now; of a name only that it is. */
    private static String difference(AccountRow before, AccountRow after) {
        List<String> parts = new ArrayList<>();
        if (!before.username().equals(after.username())) {
            parts.add("username");
        }
        if (!before.status().equals(after.status())) {
            parts.add("status " + after.status());
        }
        if (!before.roles().equals(after.roles())) {
            parts.add("roles " + before.roles() + " to " + after.roles());
        }
        if (!Objects.equals(before.patientId(), after.patientId())) {
            parts.add("patient");
        }
        return String.join("; ", parts);
    }

    private static String or(@Nullable String changed, String before) {
        return changed == null ? before : changed;
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_user", "There is no such user.");
    }
}
