package dev.wardcast.sessions;

import dev.wardcast.kit.service.WardcastService;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import jakarta.inject.Singleton;

@Singleton
@OpenAPIDefinition(info = @Info(title = "session-progress", version = "1"))
final class SessionProgress implements WardcastService {
    @Override
    public String name() {
        return "session-progress";
    }
}
