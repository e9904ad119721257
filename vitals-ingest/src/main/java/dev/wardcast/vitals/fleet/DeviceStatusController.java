package dev.wardcast.vitals.fleet;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.PatientRead;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;

/** How a device is, for those who may follow it. */
@Controller("/api/v1/devices/{type}/{id}/status")
@Secured(SecurityRule.IS_AUTHENTICATED)
class DeviceStatusController {

    private final AccessDecisions access;
    private final Devices devices;

    DeviceStatusController(AccessDecisions access, Devices devices) {
        this.access = access;
        this.devices = devices;
    }

    @Get
    @PatientRead(value = "device", id = "id")
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(summary = "How a device is")
    StatusView status(Caller caller, String type, String id) {
        if (!Room.ID.matcher(type).matches() || !Room.ID.matcher(id).matches()) {
            throw ProblemException.notFound("unknown_device", "There is no such device in use.");
        }
        AccessRefusals.require(access.mayFollow(caller, new Room.DeviceStatus(type, id)));
        DeviceName name = new DeviceName(type, id);
        return devices.find(name).map(StatusView::of).orElseGet(() -> StatusView.unknown(name));
    }
}
