package dev.wardcast.access.machines;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wardcast.access.AccessSettings;
import dev.wardcast.access.acts.Acts;
import dev.wardcast.access.machines.ClientCredentials.Unacceptable;
import dev.wardcast.access.machines.ServiceAccounts.Proven;
import dev.wardcast.access.signin.AccessTokens;
import dev.wardcast.access.signin.AddressLimit;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens for machines, by the client-credentials grant (RFC 6749, 4.4). */
@Controller("/api/v1/auth/token")
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
class TokenController {

    private final ServiceAccounts accounts;
    private final AccessTokens tokens;
    private final AddressLimit addresses;
    private final Acts acts;
    private final AccessSettings settings;

    TokenController(
            ServiceAccounts accounts,
            AccessTokens tokens,
            AddressLimit addresses,
            Acts acts,
            AccessSettings settings) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.addresses = addresses;
        this.acts = acts;
        this.settings = settings;
    }

    /**
     * @param expiresIn in seconds
     */
    @Serdeable
    record Token(String accessToken, String tokenType, long expiresIn) {}

    /** RFC 6749, 5.2, which clients of OAuth know, and not a problem like everywhere else. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refusal(String error, @Nullable String errorDescription) {}

    /** {@code grant_type=client_credentials}, with the credentials by Basic or in the body. */
    @Post(consumes = MediaType.APPLICATION_FORM_URLENCODED)
    MutableHttpResponse<?> token(@Body @Nullable String form, Actor actor, HttpRequest<?> request) {
        Optional<Duration> pause = addresses.wait(actor.address());
        if (pause.isPresent()) {
            throw ProblemException.retryLater(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too_many_attempts",
                    "Too many failed sign-ins; wait before the next one.",
                    (int) pause.get().plusMillis(999).toSeconds());
        }
        try {
            ClientCredentials credentials =
                    ClientCredentials.read(
                            form == null ? "" : form,
                            request.getHeaders().findFirst(HttpHeaders.AUTHORIZATION));
            return accounts.prove(credentials.clientId(), credentials.secret())
                    .<MutableHttpResponse<?>>map(proven -> issued(proven, actor))
                    .orElseGet(() -> refused(credentials.basic(), actor));
        } catch (Unacceptable e) {
            return e.error().equals("invalid_client")
                    ? refused(e.basic(), actor)
                    : unstored(HttpResponse.badRequest(new Refusal(e.error(), e.getMessage())));
        }
    }

    private MutableHttpResponse<?> issued(Proven proven, Actor actor) {
        List<String> roles = proven.account().roleNames();
        AccessTokens.Signed token =
                tokens.issue(
                        proven.account().id(),
                        proven.account().username(),
                        roles,
                        proven.secretId().toString(),
                        settings.serviceTokenLifetime());
        acts.alone(
                AuditEntry.of(
                                actor.asUser(proven.account().id(), Set.copyOf(roles), token.id()),
                                AuditAction.TOKEN_ISSUED)
                        .on("service_account", proven.account().id()));
        return unstored(
                HttpResponse.ok(
                        new Token(
                                token.token(),
                                "Bearer",
                                settings.serviceTokenLifetime().toSeconds())));
    }

    /** The same for an unknown client, a wrong secret and a suspended account. */
    private MutableHttpResponse<?> refused(boolean basic, Actor actor) {
        addresses.refused(actor.address());
        acts.alone(
                AuditEntry.of(actor, AuditAction.SIGN_IN_REFUSED)
                        .on("service_account", null)
                        .refused("invalid_client"));
        MutableHttpResponse<?> refusal =
                HttpResponse.<Refusal>status(HttpStatus.UNAUTHORIZED)
                        .body(new Refusal("invalid_client", null));
        // RFC 6749, 5.2: in terms of the scheme that the client used.
        return unstored(basic ? refusal.header(HttpHeaders.WWW_AUTHENTICATE, "Basic") : refusal);
    }

    private static MutableHttpResponse<?> unstored(MutableHttpResponse<?> response) {
        return response.contentType(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }
}
