package dev.wardcast.access.accounts;

import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.UserRow;
import dev.wardcast.access.people.Users;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.access.signin.OldPassword;
import dev.wardcast.access.signin.Passwords;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * New passwords. With each of them everything ends that began with an old one: sessions, access
 * tokens, open streams.
 */
@Controller("/api/v1/users")
@ExecuteOn(TaskExecutors.BLOCKING)
class PasswordController {

    private static final int LONGEST = 1_024;

    private final AccountDesk desk;
    private final Users users;
    private final Passwords passwords;
    private final OldPassword oldPassword;
    private final PasswordPolicy policy;
    private final Projector projector;

    PasswordController(
            AccountDesk desk,
            Users users,
            Passwords passwords,
            OldPassword oldPassword,
            PasswordPolicy policy,
            Projector projector) {
        this.desk = desk;
        this.users = users;
        this.passwords = passwords;
        this.oldPassword = oldPassword;
        this.policy = policy;
        this.projector = projector;
    }

    @Serdeable
    record NewPassword(@NotNull String password) {}

    @Serdeable
    record ChangedPassword(
            @NotNull @Size(max = LONGEST) String oldPassword, @NotNull String newPassword) {}

    /** For somebody else, or for an administrator themself. */
    @Put("/{id}/password")
    @Secured("ADMIN")
    @Status(HttpStatus.NO_CONTENT)
    void set(String id, @Body @Valid NewPassword password, Actor by) {
        Ids.require("id", id);
        AccountRow account = desk.find(id);
        policy.require("password", password.password(), account.username());
        desk.setPassword(id, passwords.hash(password.password()), by);
        projector.project();
    }

    /**
     * One's own, by whoever knows the old one; the session that it is changed in ends too. Wrong
     * old ones count like those of a sign-in, and after too many of them 429.
     */
    @Put("/me/password")
    @Secured({"PATIENT", "CAREGIVER", "DOCTOR", "NURSE", "THERAPIST", "DISPATCHER", "ADMIN"})
    @Status(HttpStatus.NO_CONTENT)
    void change(@Body @Valid ChangedPassword password, Caller caller, Actor by) {
        UserRow user =
                users.find(caller.userId())
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "unknown_user", "There is no such user."));
        oldPassword.require(user, password.oldPassword(), by);
        policy.require("new_password", password.newPassword(), user.username());
        desk.changePassword(user, passwords.hash(password.newPassword()), by);
        projector.project();
    }
}
