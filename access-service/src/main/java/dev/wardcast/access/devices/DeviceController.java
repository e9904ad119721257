package dev.wardcast.access.devices;

import dev.wardcast.access.devices.DeviceRegistry.NewKey;
import dev.wardcast.access.page.Page;
import dev.wardcast.access.page.Paging;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.projection.Projector;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices and whom they are bound to, effective everywhere with the answer. */
@Controller("/api/v1/devices")
@Secured("ADMIN")
@ExecuteOn(TaskExecutors.BLOCKING)
class DeviceController {

    private static final List<String> STATUSES = List.of("ACTIVE", "UNBOUND", "REVOKED");

    private final DeviceRegistry registry;
    private final Devices devices;
    private final DeviceKeyTable keys;
    private final Projector projector;

    DeviceController(
            DeviceRegistry registry, Devices devices, DeviceKeyTable keys, Projector projector) {
        this.registry = registry;
        this.devices = devices;
        this.keys = keys;
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
     * @param keyId what the key is spoken of by
     * @param deviceKey for {@code X-Device-Key}; nobody can read it a second time
     */
    @Serdeable
    record Registered(
            String deviceType, String deviceId, String patientId, String keyId, String deviceKey) {}

    /**
     * @param patientId whose it is from now on
     */
    @Serdeable
    record ChangedDevice(
            @Nullable @Pattern(regexp = Ids.PATTERN) String patientId,
            @Nullable @Pattern(regexp = "ACTIVE|REVOKED") String status) {}

    @Post
    @Status(HttpStatus.CREATED)
    Registered register(@Body @Valid NewDevice device, Actor by) {
        String id = device.deviceId() == null ? Ids.next() : device.deviceId();
        NewKey key = registry.register(device.deviceType(), id, device.patientId(), by);
        projector.project();
        return new Registered(device.deviceType(), id, device.patientId(), key.id(), key.key());
    }

    /** In the order of their types and ids. */
    @Get
    Page<DeviceView> list(
            @QueryValue("device_type") @Nullable String type,
            @QueryValue @Nullable String status,
            @QueryValue("patient_id") @Nullable String patientId,
            @QueryValue @Nullable Integer limit,
            @QueryValue @Nullable String cursor) {
        if (type != null) {
            Ids.require("device_type", type);
        }
        if (patientId != null) {
            Ids.require("patient_id", patientId);
        }
        if (status != null && !STATUSES.contains(status)) {
            throw ProblemException.badRequest(
                    "invalid_status", "status (expected: one of ACTIVE, UNBOUND, REVOKED)");
        }
        Paging paging = Paging.of(limit, cursor);
        String[] after = paging.after() == null ? new String[0] : paging.after().split(":", 2);
        return Page.of(
                devices.page(
                        after.length == 2 ? after[0] : null,
                        after.length == 2 ? after[1] : null,
                        type,
                        status,
                        patientId,
                        paging.oneMore()),
                paging,
                DeviceRow::place,
                DeviceView::of);
    }

    @Get("/{type}/{id}")
    DeviceView get(String type, String id) {
        requireIds(type, id);
        return DeviceView.of(registry.find(type, id), keys.of(type, id));
    }

    @Patch("/{type}/{id}")
    DeviceView change(String type, String id, @Body @Valid ChangedDevice device, Actor by) {
        requireIds(type, id);
        DeviceRow changed = registry.change(type, id, device.patientId(), device.status(), by);
        projector.project();
        return DeviceView.of(changed, keys.of(type, id));
    }

    static void requireIds(String type, String id) {
        Ids.require("type", type);
        Ids.require("id", id);
    }
}
