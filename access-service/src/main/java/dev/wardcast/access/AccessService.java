package dev.wardcast.access;

import dev.wardcast.kit.service.WardcastService;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import jakarta.inject.Singleton;

@Singleton
@OpenAPIDefinition(info = @Info(title = "access-service", version = "1"))
final class AccessService implements WardcastService {
    @Override
    public String name() {
        return "access-service";
    }
}
