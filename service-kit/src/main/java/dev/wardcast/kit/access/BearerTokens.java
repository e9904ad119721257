package dev.wardcast.kit.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.wardcast.kit.access.TokenVerifier.Verdict;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Authenticates a request by its token, and by the projection: a suspended user's token is worth
 * nothing, and roles that were taken away do not count.
 */
@Singleton
final class BearerTokens implements TokenValidator<HttpRequest<?>>, TokenCheck {

    /**
     * Well above the users of one node: checking a signature costs more than all else of a request.
     */
    private static final int MOST_REMEMBERED = 40_000;

    /** So that the tokens of a withdrawn key end, however far away their own end is. */
    private static final Duration LONGEST_REMEMBERED = Duration.ofMinutes(5);

    private final TokenVerifier verifier;
    private final RedisAccessDecisions decisions;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Cache<String, Caller> verified =
            Caffeine.newBuilder()
                    .maximumSize(MOST_REMEMBERED)
                    .expireAfter(
                            Expiry.<String, Caller>creating(
                                    (digest, caller) -> rememberedFor(caller, Instant.now())))
                    .build();

    BearerTokens(TokenVerifier verifier, RedisAccessDecisions decisions) {
        this.verifier = verifier;
        this.decisions = decisions;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    @Override
    public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
        CompletableFuture<Optional<Authentication>> answer =
                verdict(token)
                        .thenCompose(verdict -> authentication(verdict, request))
                        .toCompletableFuture();
        if (!answer.isDone()) {
            // What follows in the request must not run on a thread of Redis.
            answer = answer.thenApplyAsync(found -> found, threads);
        }
        return Mono.fromFuture(answer).flatMap(Mono::justOrEmpty);
    }

    @Override
    public CompletionStage<Checked> check(String token) {
        return verdict(token)
                .thenCompose(verdict ->
                        switch (verdict) {
                            case Verdict.Valid valid -> standing(valid.caller());
                            case Verdict.Invalid _ -> completedFuture(new Checked.Invalid());
                            case Verdict.Unknown _ -> completedFuture(new Checked.Unknown());
                        });
    }

    private CompletionStage<Checked> standing(Caller caller) {
        return decisions
                .rolesOf(caller)
                .<Checked>thenApply(roles ->
                        roles.<Checked>map(now -> new Checked.Valid(caller.withRoles(now)))
                                .orElseGet(Checked.Invalid::new))
                .exceptionally(projectionAway -> new Checked.Unknown());
    }

    private CompletionStage<Verdict> verdict(String token) {
        if (token.length() > TokenVerifier.LONGEST_TOKEN) {
            return completedFuture(new Verdict.Invalid("too long"));
        }
        String digest = Digests.sha256Hex(token.getBytes(UTF_8));
        Caller known = verified.getIfPresent(digest);
        if (known != null && known.expiresAt().isAfter(Instant.now())) {
            return completedFuture(new Verdict.Valid(known));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    Verdict verdict = verifier.verify(token);
                    if (verdict instanceof Verdict.Valid valid) {
                        verified.put(digest, valid.caller());
                    }
                    return verdict;
                },
                threads);
    }

    private CompletionStage<Optional<Authentication>> authentication(
            Verdict verdict, @Nullable HttpRequest<?> request) {
        return switch (verdict) {
            case Verdict.Valid valid -> standing(valid.caller(), request);
            case Verdict.Invalid _ -> completedFuture(Optional.empty());
            case Verdict.Unknown _ -> completedFuture(undecided(request));
        };
    }

    private CompletionStage<Optional<Authentication>> standing(
            Caller caller, @Nullable HttpRequest<?> request) {
        return decisions
                .rolesOf(caller)
                .thenApply(roles -> roles.map(now -> authentication(caller.withRoles(now))))
                .exceptionally(projectionAway -> undecided(request));
    }

    private static Authentication authentication(Caller caller) {
        return new CallerAuthentication(caller);
    }

    /** Anonymous for now; if the route is not open to anyone, the answer is 503 instead of 401. */
    private static Optional<Authentication> undecided(@Nullable HttpRequest<?> request) {
        if (request != null) {
            request.setAttribute(Unauthenticated.UNDECIDED, true);
        }
        return Optional.empty();
    }

    private static Duration rememberedFor(Caller caller, Instant now) {
        Duration left = Duration.between(now, caller.expiresAt());
        return left.compareTo(LONGEST_REMEMBERED) < 0 ? left : LONGEST_REMEMBERED;
    }
}
