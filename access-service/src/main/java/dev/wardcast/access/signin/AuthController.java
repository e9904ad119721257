package dev.wardcast.access.signin;

import dev.wardcast.access.AccessSettings;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.access.signin.SignIn.Outcome;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.RequestTokens;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.web.OriginCheck;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sign-in of people. */
@Controller("/api/v1/auth")
@ExecuteOn(TaskExecutors.BLOCKING)
class AuthController {

    private final SignIn signIn;
    private final Sessions sessions;
    private final Projector projector;
    private final OriginCheck origins;
    private final AccessSettings settings;

    AuthController(
            SignIn signIn,
            Sessions sessions,
            Projector projector,
            OriginCheck origins,
            AccessSettings settings) {
        this.signIn = signIn;
        this.sessions = sessions;
        this.projector = projector;
        this.origins = origins;
        this.settings = settings;
    }

    @Serdeable
    record Login(
            @NotNull @Size(min = 1, max = 64) String username,
            @NotNull @Size(min = 1, max = 1024) String password) {}

    /**
     * @param refreshToken without it the one in the cookie counts
     */
    @Serdeable
    record Refresh(@Nullable @Size(min = 1, max = 256) String refreshToken) {}

    /**
     * @param refreshToken without it the one in the cookie counts, and the caller's own session
     * @param everywhere all sessions of the caller, or without an access token of whoever the
     *     refresh token is of
     */
    @Serdeable
    record Logout(
            @Nullable @Size(min = 1, max = 256) String refreshToken,
            @Nullable Boolean everywhere) {}

    /**
     * @param expiresIn how long the access token counts, in seconds
     */
    @Serdeable
    record SignedIn(
            String accessToken,
            String refreshToken,
            String tokenType,
            long expiresIn,
            String username,
            List<String> roles) {}

    /**
     * @param expiresAt when the token of this request ends
     */
    @Serdeable
    record Me(String userId, String username, List<String> roles, Instant expiresAt) {}

    /**
     * The same 401 for a wrong password, an unknown and a suspended user. After too many of them
     * 429, for the right password too.
     */
    @Post("/login")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SignedIn> login(@Body @Valid Login login, Actor actor, HttpRequest<?> request) {
        // Or a foreign page could sign its reader in as somebody else, and read what they write.
        origins.requireNoForeignPage(request);
        return switch (signIn.login(login.username(), login.password(), actor)) {
            case Outcome.In(Session session) -> signedIn(session, request);
            case Outcome.Refused() ->
                    throw ProblemException.unauthorized(
                            "wrong_credentials", "Unknown user or wrong password.");
            case Outcome.Later(Duration pause) -> throw OldPassword.tooMany(pause);
        };
    }

    /** Takes a refresh token once; the answer has the next one. */
    @Post("/refresh")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SignedIn> refresh(
            @Body @Nullable @Valid Refresh refresh, Actor actor, HttpRequest<?> request) {
        Optional<String> token =
                Optional.ofNullable(refresh)
                        .map(Refresh::refreshToken)
                        .or(() -> RequestTokens.refreshCookie(request));
        Optional<Session> session = token.flatMap(given -> sessions.refresh(given, actor));
        if (session.isEmpty()) {
            // One that came twice has ended its session.
            projector.project();
            throw ProblemException.unauthorized("invalid_refresh_token", "Sign in again.");
        }
        return signedIn(session.get(), request);
    }

    /**
     * Ends the session of the refresh token, and that of the access token. Open to those whose
     * access token is over.
     */
    @Post("/logout")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<?> logout(
            @Body @Nullable @Valid Logout logout,
            @Nullable Caller caller,
            Actor actor,
            HttpRequest<?> request) {
        Optional<String> token =
                Optional.ofNullable(logout)
                        .map(Logout::refreshToken)
                        .or(() -> RequestTokens.refreshCookie(request));
        boolean everywhere = logout != null && Boolean.TRUE.equals(logout.everywhere());
        if (caller == null && everywhere) {
            if (!token.map(given -> sessions.endAllBy(given, actor)).orElse(false)) {
                throw ProblemException.unauthorized(
                        "invalid_refresh_token",
                        "To end all sessions, show a token of one that is not over.");
            }
        } else {
            token.ifPresent(given -> sessions.end(given, actor));
        }
        if (caller != null) {
            end(caller, everywhere, actor);
        }
        projector.project();
        return HttpResponse.noContent().cookies(TokenCookie.cleared(request));
    }

    private void end(Caller caller, boolean everywhere, Actor actor) {
        if (everywhere || caller.sessionId() == null) {
            sessions.endAll(caller.userId(), actor);
        } else {
            sessions.end(caller.userId(), UUID.fromString(caller.sessionId()), actor);
        }
    }

    @Get("/me")
    Me me(Caller caller) {
        List<String> roles = caller.roles().stream().map(Role::name).sorted().toList();
        return new Me(caller.userId(), caller.username(), roles, caller.expiresAt());
    }

    private HttpResponse<SignedIn> signedIn(Session session, HttpRequest<?> request) {
        SignedIn body =
                new SignedIn(
                        session.accessToken(),
                        session.refreshToken(),
                        "Bearer",
                        settings.tokenLifetime().toSeconds(),
                        session.user().username(),
                        session.roles());
        return HttpResponse.ok(body)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .cookie(
                        TokenCookie.access(
                                session.accessToken(), settings.tokenLifetime(), request))
                .cookie(
                        TokenCookie.refresh(
                                session.refreshToken(), settings.refreshLifetime(), request));
    }
}
