package dev.wardcast.kit.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.config.SecurityConfigurationProperties;
import io.micronaut.security.filters.AuthenticationFetcher;
import io.micronaut.security.filters.SecurityFilter;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/** Whether they know at once or later must make no difference. */
class RequestAdmissionTest {

    private static final Authentication NURSE = Authentication.build("nurse1");
    private static final Authentication DOCTOR = Authentication.build("doctor1");

    private final HttpRequest<?> request = HttpRequest.GET("/");
    private final List<String> asked = new ArrayList<>();
    private boolean rejectNotFound = true;

    /** How an answer comes: at hand, or from elsewhere. */
    static Stream<UnaryOperator<Mono<Object>>> ways() {
        return Stream.of(at -> at, at -> Mono.fromFuture(CompletableFuture.supplyAsync(at::block)));
    }

    @SuppressWarnings("unchecked")
    private static <T> Mono<T> by(UnaryOperator<Mono<Object>> way, Mono<T> answer) {
        return (Mono<T>) way.apply((Mono<Object>) answer);
    }

    private AuthenticationFetcher<HttpRequest<?>> fetcher(
            UnaryOperator<Mono<Object>> way, String name, @Nullable Authentication found) {
        return ignored -> {
            asked.add(name);
            return by(way, Mono.justOrEmpty(found));
        };
    }

    private SecurityRule<HttpRequest<?>> rule(
            UnaryOperator<Mono<Object>> way, String name, @Nullable SecurityRuleResult result) {
        return (ignored, caller) -> {
            asked.add(name + " of " + (caller == null ? "nobody" : caller.getName()));
            return by(way, Mono.justOrEmpty(result));
        };
    }

    private HttpRequest<?> admit(
            List<AuthenticationFetcher<HttpRequest<?>>> fetchers,
            List<SecurityRule<HttpRequest<?>>> rules) {
        SecurityConfigurationProperties settings = new SecurityConfigurationProperties();
        settings.setRejectNotFound(rejectNotFound);
        try (ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor()) {
            return new RequestAdmission(fetchers, rules, settings, blocking).admit(request).join();
        }
    }

    private AuthorizationException refusal(
            List<AuthenticationFetcher<HttpRequest<?>>> fetchers,
            List<SecurityRule<HttpRequest<?>>> rules) {
        CompletionException failure =
                assertThrows(CompletionException.class, () -> admit(fetchers, rules));
        return assertInstanceOf(AuthorizationException.class, failure.getCause());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_first_that_knows_the_caller_counts_and_no_other_is_asked(
            UnaryOperator<Mono<Object>> way) {
        HttpRequest<?> admitted =
                admit(
                        List.of(
                                fetcher(way, "token", null),
                                fetcher(way, "ticket", NURSE),
                                fetcher(way, "last", DOCTOR)),
                        List.of(
                                rule(way, "silent", null),
                                rule(way, "unknown", SecurityRuleResult.UNKNOWN),
                                rule(way, "allowed", SecurityRuleResult.ALLOWED),
                                rule(way, "rejected", SecurityRuleResult.REJECTED)));
        assertSame(request, admitted);
        assertEquals(
                List.of(
                        "token",
                        "ticket",
                        "silent of nurse1",
                        "unknown of nurse1",
                        "allowed of nurse1"),
                asked);
        assertSame(NURSE, request.getAttribute(SecurityFilter.AUTHENTICATION).orElseThrow());
        assertTrue(request.getAttribute(SecurityFilter.KEY).isPresent());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_rule_that_rejects_turns_away_whoever_it_is(UnaryOperator<Mono<Object>> way) {
        var rules = List.of(rule(way, "rejected", SecurityRuleResult.REJECTED));
        assertTrue(refusal(List.of(fetcher(way, "token", NURSE)), rules).isForbidden());
        assertTrue(!refusal(List.of(fetcher(way, "token", null)), rules).isForbidden());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_no_rule_allows_is_refused(UnaryOperator<Mono<Object>> way) {
        assertTrue(
                refusal(
                                List.of(fetcher(way, "token", NURSE)),
                                List.of(rule(way, "unknown", SecurityRuleResult.UNKNOWN)))
                        .isForbidden());
        assertTrue(!refusal(List.of(), List.of()).isForbidden());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void where_there_is_no_route_it_may_be_found_out_by_anybody(UnaryOperator<Mono<Object>> way) {
        rejectNotFound = false;
        var rules = List.of(rule(way, "unknown", SecurityRuleResult.UNKNOWN));
        assertSame(request, admit(List.of(), rules));
        request.setAttribute(HttpAttributes.ROUTE_MATCH, "one");
        assertTrue(!refusal(List.of(), rules).isForbidden());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void what_a_rule_fails_with_lets_nobody_in(UnaryOperator<Mono<Object>> way) {
        SecurityRule<HttpRequest<?>> broken =
                (ignored, caller) -> by(way, Mono.error(new IllegalStateException("away")));
        RuntimeException failure =
                assertThrows(
                        RuntimeException.class,
                        () ->
                                admit(
                                        List.of(),
                                        List.of(
                                                broken,
                                                rule(way, "late", SecurityRuleResult.ALLOWED))));
        // What is at hand is thrown, what comes later comes through the stage.
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertInstanceOf(IllegalStateException.class, cause);
        assertEquals(List.of(), asked);
    }
}
