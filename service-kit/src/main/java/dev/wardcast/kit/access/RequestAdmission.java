package dev.wardcast.kit.access;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.config.SecurityConfiguration;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import jakarta.inject.Named;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Lets a request in or turns it away in place of the framework's own filter where that is switched
 * off, so that there is always one of them, by the same fetchers and rules in the same order: the
 * first fetcher that knows the caller counts, then the first rule that says anything. Nearly always
 * all of them know at once, and then there is no reactive chain around the rest of the request,
 * which cost more than what it waited for.
 */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
@Requires(property = "micronaut.security.filter.enabled", value = "false")
final class RequestAdmission implements Ordered {

    private final List<AuthenticationFetcher<HttpRequest<?>>> fetchers;
    private final List<SecurityRule<HttpRequest<?>>> rules;
    private final boolean rejectsNotFound;
    private final Executor blocking;

    RequestAdmission(
            List<AuthenticationFetcher<HttpRequest<?>>> fetchers,
            List<SecurityRule<HttpRequest<?>>> rules,
            SecurityConfiguration configuration,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.fetchers = List.copyOf(fetchers);
        this.rules = List.copyOf(rules);
        this.rejectsNotFound = configuration.isRejectNotFound();
        this.blocking = blocking;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.SECURITY.order();
    }

    /**
     * What had to be waited for goes on with a thread of its own, and never with one of Redis.
     *
     * @return the same request, to go on with; else fails or throws, with an {@link
     *     AuthorizationException} or with what a fetcher or a rule failed with
     */
    @RequestFilter
    CompletableFuture<HttpRequest<?>> admit(HttpRequest<?> request) {
        request.setAttribute(SecurityFilter.KEY, true);
        return fetch(request, 0);
    }

    private CompletableFuture<HttpRequest<?>> fetch(HttpRequest<?> request, int which) {
        if (which == fetchers.size()) {
            return judge(request, null);
        }
        Publisher<Authentication> found = fetchers.get(which).fetchAuthentication(request);
        return found instanceof Callable<?> known
                ? fetched(request, (Authentication) valueOf(known), which)
                : Mono.from(found)
                        .toFuture()
                        .thenComposeAsync(caller -> fetched(request, caller, which), blocking);
    }

    private CompletableFuture<HttpRequest<?>> fetched(
            HttpRequest<?> request, @Nullable Authentication caller, int which) {
        return caller == null ? fetch(request, which + 1) : judge(request, caller);
    }

    private CompletableFuture<HttpRequest<?>> judge(
            HttpRequest<?> request, @Nullable Authentication caller) {
        request.setAttribute(SecurityFilter.AUTHENTICATION, caller);
        return judge(request, caller, 0);
    }

    private CompletableFuture<HttpRequest<?>> judge(
            HttpRequest<?> request, @Nullable Authentication caller, int which) {
        if (which == rules.size()) {
            boolean noSuchRoute = request.getAttribute(HttpAttributes.ROUTE_MATCH).isEmpty();
            return noSuchRoute && !rejectsNotFound
                    ? completedFuture(request)
                    : turnAway(request, caller);
        }
        Publisher<SecurityRuleResult> verdict = rules.get(which).check(request, caller);
        return verdict instanceof Callable<?> known
                ? judged(request, caller, (SecurityRuleResult) valueOf(known), which)
                : Mono.from(verdict)
                        .toFuture()
                        .thenComposeAsync(
                                result -> judged(request, caller, result, which), blocking);
    }

    private CompletableFuture<HttpRequest<?>> judged(
            HttpRequest<?> request,
            @Nullable Authentication caller,
            @Nullable SecurityRuleResult result,
            int which) {
        return switch (result) {
            case ALLOWED -> completedFuture(request);
            case REJECTED -> turnAway(request, caller);
            case UNKNOWN -> judge(request, caller, which + 1);
            case null -> judge(request, caller, which + 1);
        };
    }

    private static CompletableFuture<HttpRequest<?>> turnAway(
            HttpRequest<?> request, @Nullable Authentication caller) {
        request.setAttribute(
                SecurityFilter.REJECTION,
                caller == null ? HttpStatus.UNAUTHORIZED : HttpStatus.FORBIDDEN);
        return failedFuture(new AuthorizationException(caller));
    }

    /** What a publisher holds that has it at hand; {@code null} if that is nothing. */
    private static @Nullable Object valueOf(Callable<?> known) {
        try {
            return known.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
