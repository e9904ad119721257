package dev.wardcast.vitals.intake;

import dev.wardcast.kit.access.AccessDecisions.AccessUnknownException;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.access.DeviceKeys.RegisteredDevice;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecuredAnnotationRule;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.security.rules.SecurityRuleResult;
import io.micronaut.web.router.MethodBasedRouteMatch;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Lets a device in by its key. A post that brings a key stands or falls by it, whatever token comes
 * along; one without a key is left to the other rules, which want a token with role DEVICE. A key
 * opens nothing but a {@link DeviceRoute}.
 */
@Singleton
public final class DeviceKeyRule implements SecurityRule<HttpRequest<?>> {

    public static final String HEADER = "X-Device-Key";

    /** Request attribute: the {@link Poster} that the key proved. */
    private static final String POSTER = "dev.wardcast.vitals.poster";

    private final DeviceKeys keys;
    private final Executor blocking;

    DeviceKeyRule(DeviceKeys keys, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.keys = keys;
        this.blocking = blocking;
    }

    /** Who posts this, once the rules have let the request through. */
    public static Poster posterOf(HttpRequest<?> request) {
        return request.getAttribute(POSTER, Poster.class)
                .orElseGet(() ->
                        new Poster.Machine(Caller.of(request).map(Caller::userId).orElse("")));
    }

    @Override
    public int getOrder() {
        return SecuredAnnotationRule.ORDER - 100;
    }

    @Override
    public Publisher<SecurityRuleResult> check(
            @Nullable HttpRequest<?> request, @Nullable Authentication authentication) {
        if (request == null || !isForDevices(request)) {
            return Mono.just(SecurityRuleResult.UNKNOWN);
        }
        Optional<String> key = request.getHeaders().findFirst(HEADER);
        return key.isEmpty() ? Mono.just(SecurityRuleResult.UNKNOWN) : check(request, key.get());
    }

    private Mono<SecurityRuleResult> check(HttpRequest<?> request, String key) {
        CompletableFuture<Optional<RegisteredDevice>> found = keys.find(key).toCompletableFuture();
        // Nearly always it is at hand. What follows in the request must not run on a thread of
        // Redis.
        return found.isDone() && !found.isCompletedExceptionally()
                ? Mono.just(letIn(request, found.join()))
                : Mono.fromFuture(found.thenApplyAsync(device -> device, blocking))
                        .onErrorMap(DeviceKeyRule::asProblem)
                        .map(device -> letIn(request, device));
    }

    private static SecurityRuleResult letIn(
            HttpRequest<?> request, Optional<RegisteredDevice> device) {
        if (device.isEmpty()) {
            throw ProblemException.unauthorized(
                    "unknown_device_key", HEADER + " is not the key of an active device.");
        }
        request.setAttribute(POSTER, posterOf(device.get()));
        return SecurityRuleResult.ALLOWED;
    }

    private static Poster posterOf(RegisteredDevice device) {
        return new Poster.Device(device.type(), device.id(), device.patientId());
    }

    private static boolean isForDevices(HttpRequest<?> request) {
        return request.getAttribute(HttpAttributes.ROUTE_MATCH).orElse(null)
                        instanceof MethodBasedRouteMatch<?, ?> route
                && DeviceRoute.class.isAssignableFrom(route.getDeclaringType());
    }

    private static Throwable asProblem(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof AccessUnknownException
                ? ProblemException.retryLater(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "access_undecided",
                        "The key can't be checked at the moment.",
                        1)
                : cause;
    }
}
