package dev.wardcast.access.devices;

import dev.wardcast.access.devices.DeviceRegistry.NewKey;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.text.WholeNumber;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** Keys of devices, effective everywhere with the answer. */
@Controller("/api/v1/devices/{type}/{id}/keys")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceKeyController {

    private static final int A_WEEK = 7 * 24 * 60;

    private final DeviceRegistry registry;
    private final Projector projector;

    DeviceKeyController(DeviceRegistry registry, Projector projector) {
        this.registry = registry;
        this.projector = projector;
    }

    /**
     * @param graceMinutes how long the keys from before count still; without it not at all
     */
    @Serdeable
    record Rotation(
            @Nullable @Min(0) @Max(A_WEEK) @Serdeable.Deserializable(using = WholeNumber.class)
                    Integer graceMinutes) {}

    /**
     * @param deviceKey for {@code X-Device-Key}; nobody can read it a second time
     */
    @Serdeable
    record Rotated(String deviceType, String deviceId, String keyId, String deviceKey) {}

    @Post
    @Status(HttpStatus.CREATED)
    Rotated rotate(String type, String id, @Body @Nullable @Valid Rotation rotation, Actor by) {
        DeviceController.requireIds(type, id);
        @Nullable Integer grace = rotation == null ? null : rotation.graceMinutes();
        NewKey key = registry.rotate(type, id, grace == null ? 0 : grace, by);
        projector.project();
        return new Rotated(type, id, key.id(), key.key());
    }

    @Delete("/{keyId}")
    @Status(HttpStatus.NO_CONTENT)
    void revoke(String type, String id, String keyId, Actor by) {
        DeviceController.requireIds(type, id);
        Ids.require("key_id", keyId);
        registry.revokeKey(type, id, keyId, by);
        projector.project();
    }
}
