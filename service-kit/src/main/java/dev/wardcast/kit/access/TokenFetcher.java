package dev.wardcast.kit.access;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.token.TokenAuthenticationFetcher;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Authenticates a request by the token that it brings itself. */
@Singleton
@Replaces(TokenAuthenticationFetcher.class)
final class TokenFetcher implements AuthenticationFetcher<HttpRequest<?>> {

    private final BearerTokens tokens;

    TokenFetcher(BearerTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public int getOrder() {
        return TokenAuthenticationFetcher.ORDER;
    }

    @Override
    public Publisher<Authentication> fetchAuthentication(HttpRequest<?> request) {
        Optional<String> token = RequestTokens.broughtBy(request);
        return token.isEmpty() ? Mono.empty() : tokens.authenticate(token.get(), request);
    }
}
