package dev.wardcast.kit.access;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** A route that says nothing about who may call it is for authenticated callers only. */
@Singleton
final class AuthenticatedByDefault implements SecurityRule<HttpRequest<?>> {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public Publisher<SecurityRuleResult> check(
            @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
        boolean thereIsSuchARoute =
                request == null || request.getAttribute(HttpAttributes.ROUTE_MATCH).isPresent();
        if (!thereIsSuchARoute) {
            return Mono.just(SecurityRuleResult.UNKNOWN);
        }
        return Mono.just(
                authentication != null ? SecurityRuleResult.ALLOWED : SecurityRuleResult.REJECTED);
    }
}
