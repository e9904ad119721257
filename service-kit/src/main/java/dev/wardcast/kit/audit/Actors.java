package dev.wardcast.kit.audit;

import dev.wardcast.kit.access.Caller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.security.filters.SecurityFilter;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who sent a request; also lets a controller's method take the {@link Actor}. */
@Singleton
public final class Actors implements TypedRequestArgumentBinder<Actor> {

    private final ClientAddresses addresses;

    Actors(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    /** To be asked behind the filter that authenticates. */
    public Actor of(HttpRequest<?> request) {
        @Nullable String address = addresses.of(request);
        String correlationId = CorrelationIds.of(request);
        return Caller.of(request)
                .map(caller -> Actor.user(caller, address, correlationId))
                .orElseGet(() -> Actor.unknown(address, correlationId));
    }

    @Override
    public Argument<Actor> argumentType() {
        return Argument.of(Actor.class);
    }

    @Override
    public BindingResult<Actor> bind(
            ArgumentConversionContext<Actor> context, HttpRequest<?> request) {
        if (!request.getAttributes().contains(SecurityFilter.KEY)) {
            return BindingResult.unsatisfied();
        }
        return () -> Optional.of(of(request));
    }
}
