package dev.wardcast.gateway;

import dev.wardcast.kit.service.WardcastService;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import jakarta.inject.Singleton;

/** This service. */
@Singleton
@OpenAPIDefinition(
        info =
                @Info(
                        title = "stream-gateway",
                        version = "1",
                        description = "Event streams for people and programs."))
public final class StreamGateway implements WardcastService {
    @Override
    public String name() {
        return "stream-gateway";
    }
}
