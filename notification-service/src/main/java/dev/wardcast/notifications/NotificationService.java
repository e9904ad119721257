package dev.wardcast.notifications;

import dev.wardcast.kit.service.WardcastService;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import jakarta.inject.Singleton;

@Singleton
@OpenAPIDefinition(info = @Info(title = "notification-service", version = "1"))
final class NotificationService implements WardcastService {
    @Override
    public String name() {
        return "notification-service";
    }
}
