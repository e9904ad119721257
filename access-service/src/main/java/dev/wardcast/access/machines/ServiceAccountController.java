package dev.wardcast.access.machines;

import dev.wardcast.access.machines.ServiceAccounts.NewSecret;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
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
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Administers machines, effective everywhere with the answer. */
@Controller("/api/v1/service-accounts")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class ServiceAccountController {

    private static final Set<String> ROLES = Set.of("DEVICE", "PIPELINE");
    private static final int MOST = 500;

    private final ServiceAccounts desk;
    private final AccountTable table;
    private final Projector projector;

    ServiceAccountController(ServiceAccounts desk, AccountTable table, Projector projector) {
        this.desk = desk;
        this.table = table;
        this.projector = projector;
    }

    /**
     * @param clientId one from outside is kept; without it a new one is made
     * @param name for people to read
     */
    @Serdeable
    record NewAccount(
            @Nullable @Pattern(regexp = Ids.PATTERN) String clientId,
            @NotNull @Pattern(regexp = Ids.PATTERN) String name,
            @NotNull @NotEmpty List<String> roles) {}

    @Serdeable
    record Change(@NotNull @Pattern(regexp = "ACTIVE|SUSPENDED") String status) {}

    @Serdeable
    record SecretView(UUID secretId, Instant createdAt) {}

    @Serdeable
    record AccountView(
            String clientId,
            String name,
            String status,
            List<String> roles,
            Instant createdAt,
            List<SecretView> secrets) {}

    /**
     * @param nextCursor what to ask for next; missing at the end
     */
    @Serdeable
    record AccountViews(List<AccountView> items, @Nullable String nextCursor) {}

    /**
     * @param clientSecret nobody can read it a second time
     */
    @Serdeable
    record Issued(String clientId, UUID secretId, String clientSecret) {}

    @Post
    @Status(HttpStatus.CREATED)
    Issued create(@Body @Valid NewAccount account, Actor actor) {
        // By comparing: a set like ours can't be asked for null, which may be sent.
        if (!account.roles().stream()
                .allMatch(role -> ROLES.stream().anyMatch(r -> r.equals(role)))) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("roles", "(expected: DEVICE, PIPELINE or both)")));
        }
        Set<String> roles = new TreeSet<>(account.roles());
        String id = account.clientId() == null ? Ids.next() : account.clientId();
        NewSecret secret = desk.create(id, account.name(), roles, actor);
        projector.project();
        return new Issued(id, secret.id(), secret.secret());
    }

    /** In the order of their ids. */
    @Get
    AccountViews list(@QueryValue @Nullable Integer limit, @QueryValue @Nullable String cursor) {
        int most = limit == null ? 50 : limit;
        if (most < 1 || most > MOST) {
            throw ProblemException.badRequest(
                    "invalid_limit", "limit: " + limit + " (expected: 1 to " + MOST + ")");
        }
        if (cursor != null && !cursor.matches(Ids.PATTERN)) {
            throw ProblemException.badRequest(
                    "invalid_cursor", "cursor (expected: the next_cursor of an earlier answer)");
        }
        List<AccountRow> found = table.page(cursor == null ? "" : cursor, most + 1);
        List<AccountRow> shown = found.size() > most ? found.subList(0, most) : found;
        return new AccountViews(
                shown.stream().map(this::view).toList(),
                found.size() > most ? shown.getLast().id() : null);
    }

    @Get("/{id}")
    AccountView one(String id) {
        return table.find(id)
                .map(this::view)
                .orElseThrow(() ->
                        ProblemException.notFound(
                                "unknown_account", "There is no such service account."));
    }

    /** Suspends the account or makes it active again. */
    @Patch("/{id}")
    AccountView change(String id, @Body @Valid Change change, Actor actor) {
        desk.setStatus(id, change.status(), actor);
        projector.project();
        return one(id);
    }

    /** A second secret beside the one that is in use. */
    @Post("/{id}/secrets")
    @Status(HttpStatus.CREATED)
    Issued addSecret(String id, Actor actor) {
        NewSecret secret = desk.addSecret(id, actor);
        return new Issued(id, secret.id(), secret.secret());
    }

    /** Ends a secret and every token that was given for it. */
    @Delete("/{id}/secrets/{secretId}")
    HttpResponse<?> revoke(String id, UUID secretId, Actor actor) {
        desk.revokeSecret(id, secretId, actor);
        projector.project();
        return HttpResponse.noContent();
    }

    private AccountView view(AccountRow row) {
        return new AccountView(
                row.id(),
                row.username(),
                row.status(),
                row.roleNames(),
                row.createdAt(),
                desk.secretsOf(row.id()).stream()
                        .map(secret -> new SecretView(secret.id(), secret.createdAt()))
                        .toList());
    }
}
