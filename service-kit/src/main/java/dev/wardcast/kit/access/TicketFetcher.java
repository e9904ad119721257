package dev.wardcast.kit.access;

import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.token.TokenAuthenticationFetcher;
import io.micronaut.web.router.MethodBasedRouteMatch;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Authenticates a stream by its {@code ?ticket=}, the last of the sources: a request that brings a
 * token stands or falls by that one, and its ticket stays good. What the ticket stands for is
 * checked as if it had come itself, so a session that was ended meanwhile is over for its tickets
 * too.
 */
@Singleton
final class TicketFetcher implements AuthenticationFetcher<HttpRequest<?>> {

    private static final String PARAMETER = "ticket";

    private final StreamTickets tickets;
    private final BearerTokens tokens;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    TicketFetcher(StreamTickets tickets, BearerTokens tokens) {
        this.tickets = tickets;
        this.tokens = tokens;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    @Override
    public int getOrder() {
        return TokenAuthenticationFetcher.ORDER + 100;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Optional<String> ticket = request.getParameters().getFirst(PARAMETER);
        if (ticket.isEmpty() || RequestTokens.isThere(request) || !isStream(request)) {
            return Mono.empty();
        }
        CompletableFuture<Optional<String>> token =
                tickets.redeem(ticket.get())
                        .exceptionally(redisAway -> {
                            request.setAttribute(Unauthenticated.UNDECIDED, true);
                            return Optional.empty();
                        })
                        .toCompletableFuture();
        if (!token.isDone()) {
            // What follows in the request must not run on a thread of Redis.
            token = token.thenApplyAsync(found -> found, threads);
        }
        return Mono.fromFuture(token)
                .flatMap(Mono::justOrEmpty)
                .flatMap(found -> {
                    RequestTokens.redeemed(request, found);
                    return Mono.from(tokens.validateToken(found, request));
                });
    }

    private static boolean isStream(HttpRequest<?> request) {
        return request.getAttribute(HttpAttributes.ROUTE_MATCH).orElse(null)
                        instanceof MethodBasedRouteMatch<?, ?> route
                && route.getAnnotationMetadata().hasAnnotation(TakesTicket.class);
    }
}
