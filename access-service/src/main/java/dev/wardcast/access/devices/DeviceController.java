package dev.wardcast.access.devices;

import dev.wardcast.access.Secrets;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Registers devices. */
@Controller("/api/v1/devices")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceController {

    private final DeviceRegistry registry;
    private final Projector projector;

    DeviceController(DeviceRegistry registry, Projector projector) {
        this.registry = registry;
        this.projector = projector;
    }

    /**
     * @param deviceId one from outside is kept; without it a new one is made
     * @param patientId the only patient that the device may post for
     */
    @Serdeable
    record NewDevice(
            @NotNull @Pattern(regexp = Ids.PATTERN) String deviceType,
            @Nullable @Pattern(regexp = Ids.PATTERN) String deviceId,
            @NotNull @Pattern(regexp = Ids.PATTERN) String patientId) {}

    /**
     * @param deviceKey for {@code X-Device-Key}; nobody can read it a second time
     */
    @Serdeable
    record Registered(String deviceType, String deviceId, String patientId, String deviceKey) {}

    @Post
    @Status(HttpStatus.CREATED)
    Registered register(@Body @Valid NewDevice device) {
        String id = device.deviceId() == null ? Ids.next() : device.deviceId();
        String key = Secrets.next();
        registry.register(device.deviceType(), id, device.patientId(), key);
        projector.project();
        return new Registered(device.deviceType(), id, device.patientId(), key);
    }
}
