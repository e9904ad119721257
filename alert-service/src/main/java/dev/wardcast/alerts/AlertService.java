package dev.wardcast.alerts;

import dev.wardcast.kit.service.WardcastService;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import jakarta.inject.Singleton;

@Singleton
@OpenAPIDefinition(info = @Info(title = "alert-service", version = "1"))
final class AlertService implements WardcastService {
    @Override
    public String name() {
        return "alert-service";
    }
}
