package dev.wardcast.access.accounts;

import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.UserRow;
import dev.wardcast.access.people.Users;
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

/** New passwords. With each of them every refresh token of the user ends. */
@Controller("/api/v1/users")
@ExecuteOn(TaskExecutors.BLOCKING)
class PasswordController {

    private static final int LONGEST = 1_024;

    private final AccountDesk desk;
    private final Users users;
    private final Passwords passwords;
    private final PasswordPolicy policy;

    PasswordController(AccountDesk desk, Users users, Passwords passwords, PasswordPolicy policy) {
        this.desk = desk;
        this.users = users;
        this.passwords = passwords;
        this.policy = policy;
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
    }

    /** One's own, by whoever knows the old one. */
    @Put("/me/password")
    @Secured({"PATIENT", "CAREGIVER", "DOCTOR", "NURSE", "THERAPIST", "DISPATCHER", "ADMIN"})
    @Status(HttpStatus.NO_CONTENT)
    void change(@Body @Valid ChangedPassword password, Caller caller, Actor by) {
        UserRow user =
                users.find(caller.userId())
                        .orElseThrow(() ->
                                ProblemException.notFound(
                                        "unknown_user", "There is no such user."));
        if (!passwords.matches(password.oldPassword(), user.passwordHash())) {
            throw ProblemException.forbidden("wrong_password", "The old password is another one.");
        }
        policy.require("new_password", password.newPassword(), user.username());
        desk.setPassword(user.id(), passwords.hash(password.newPassword()), by);
    }
}
