package dev.wardcast.vitals;

import dev.wardcast.kit.service.WardcastService;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import jakarta.inject.Singleton;

/** The service that takes vital signs from devices and keeps their history. */
@Singleton
@OpenAPIDefinition(info = @Info(title = "vitals-ingest", version = "1"))
public final class VitalsIngest implements WardcastService {
    @Override
    public String name() {
        return "vitals-ingest";
    }
}
