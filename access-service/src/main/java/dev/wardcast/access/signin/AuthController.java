package dev.wardcast.access.signin;

import dev.wardcast.access.AccessSettings;
import dev.wardcast.access.signin.SignIn.Session;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.problem.ProblemException;
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
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sign-in of people. */
@Controller("/api/v1/auth")
@ExecuteOn(TaskExecutors.BLOCKING)
class AuthController {

    private final SignIn signIn;
    private final RefreshTokens refreshTokens;
    private final AccessSettings settings;

    AuthController(SignIn signIn, RefreshTokens refreshTokens, AccessSettings settings) {
        this.signIn = signIn;
        this.refreshTokens = refreshTokens;
        this.settings = settings;
    }

    @Serdeable
    record Login(
            @NotNull @Size(min = 1, max = 64) String username,
            @NotNull @Size(min = 1, max = 1024) String password) {}

    @Serdeable
    record Refresh(@NotNull @Size(min = 1, max = 256) String refreshToken) {}

    @Serdeable
    record Logout(@Nullable @Size(min = 1, max = 256) String refreshToken) {}

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

    /** The same 401 for a wrong password, an unknown and a suspended user. */
    @Post("/login")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SignedIn> login(@Body @Valid Login login, HttpRequest<?> request) {
        return signIn.login(login.username(), login.password())
                .map(session -> signedIn(session, request))
                .orElseThrow(() ->
                        ProblemException.unauthorized(
                                "wrong_credentials", "Unknown user or wrong password."));
    }

    /** Takes a refresh token once; the answer has the next one. */
    @Post("/refresh")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<SignedIn> refresh(@Body @Valid Refresh refresh, HttpRequest<?> request) {
        return signIn.refresh(refresh.refreshToken())
                .map(session -> signedIn(session, request))
                .orElseThrow(() ->
                        ProblemException.unauthorized("invalid_refresh_token", "Sign in again."));
    }

    /**
     * Ends the session of the refresh token; without one, all sessions of the caller. Open to those
     * whose access token is over.
     */
    @Post("/logout")
    @Secured(SecurityRule.IS_ANONYMOUS)
    HttpResponse<?> logout(
            @Body @Nullable @Valid Logout logout, @Nullable Caller caller, HttpRequest<?> request) {
        if (logout != null && logout.refreshToken() != null) {
            refreshTokens.revoke(logout.refreshToken());
        } else if (caller != null) {
            refreshTokens.revokeAllOf(caller.userId());
        }
        return HttpResponse.noContent().cookie(TokenCookie.cleared(request));
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
                .cookie(TokenCookie.of(session.accessToken(), settings.tokenLifetime(), request));
    }
}
