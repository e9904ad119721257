package dev.wardcast.access.accounts;

import dev.wardcast.access.accounts.AccountDesk.Changes;
import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.access.signin.Passwords;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Users, effective everywhere with the answer. */
@Controller("/api/v1/users")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class AccountController {

    private final AccountDesk desk;
    private final AccountTable table;
    private final Passwords passwords;
    private final PasswordPolicy policy;
    private final Projector projector;

    AccountController(
            AccountDesk desk,
            AccountTable table,
            Passwords passwords,
            PasswordPolicy policy,
            Projector projector) {
        this.desk = desk;
        this.table = table;
        this.passwords = passwords;
        this.policy = policy;
        this.projector = projector;
    }

    /**
     * @param userId one from outside is kept; without it a new one is made
     * @param patientId for a user with role PATIENT, and only then
     */
    @Serdeable
    record NewAccount(
            @Nullable @Pattern(regexp = Ids.PATTERN) String userId,
            @NotNull String username,
            @NotNull String password,
            @NotNull List<String> roles,
            @Nullable @Pattern(regexp = Ids.PATTERN) String patientId) {}

    @Serdeable
    record ChangedAccount(
            @Nullable String username,
            @Nullable List<String> roles,
            @Nullable @Pattern(regexp = "ACTIVE|SUSPENDED") String status,
            @Nullable @Pattern(regexp = Ids.PATTERN) String patientId) {}

    @Post
    @Status(HttpStatus.CREATED)
    Account create(@Body @Valid NewAccount account, Actor by) {
        String id = account.userId() == null ? Ids.next() : account.userId();
        AccountRules.require(id, account.username(), account.roles(), account.patientId());
        policy.require("password", account.password(), account.username());
        AccountRow made =
                desk.create(
                        id,
                        account.username(),
                        passwords.hash(account.password()),
                        new TreeSet<>(account.roles()),
                        account.patientId(),
                        by);
        projector.project();
        return Account.of(made);
    }

    /**
     * In the order of their names.
     *
     * @param q how the username begins
     */
    @Get
    Page<Account> list(
            @QueryValue @Nullable String role,
            @QueryValue @Nullable String status,
            @QueryValue @Nullable String q,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        requireOneOf("role", role, AccountRules.ROLES);
        requireOneOf("status", status, AccountRules.STATUSES);
        Paging paging = Paging.of(limit, cursor);
        return Page.of(
                table.page(paging.after(), status, q, role, paging.oneMore()),
                paging,
                AccountRow::username,
                Account::of);
    }

    @Get("/{id}")
    Account get(String id) {
        Ids.require("id", id);
        return Account.of(desk.find(id));
    }

    @Patch("/{id}")
    Account change(String id, @Body @Valid ChangedAccount account, Actor by) {
        Ids.require("id", id);
        AccountRow changed =
                desk.change(
                        id,
                        new Changes(
                                account.username(),
                                account.roles(),
                                account.status(),
                                account.patientId()),
                        by);
        projector.project();
        return Account.of(changed);
    }

    private static void requireOneOf(String field, @Nullable String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw ProblemException.badRequest(
                    "invalid_" + field,
                    field + " (expected: one of " + String.join(", ", known) + ")");
        }
    }
}
