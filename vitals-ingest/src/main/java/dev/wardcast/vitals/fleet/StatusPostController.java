package dev.wardcast.vitals.fleet;

import dev.wardcast.vitals.VitalsSettings;
import dev.wardcast.vitals.intake.DeviceKeyRule;
import dev.wardcast.vitals.intake.DeviceRoute;
import dev.wardcast.vitals.intake.Fleets;
import dev.wardcast.vitals.intake.PostRights;
import dev.wardcast.vitals.intake.Poster;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Where devices say how they are; with a key as for readings, or a token with role DEVICE. */
@Controller("/api/v1/devices/status")
@Secured("DEVICE")
final class StatusPostController implements DeviceRoute {

    private final Devices devices;
    private final PostRights rights;
    private final Fleets fleets;
    private final VitalsSettings settings;

    StatusPostController(
            Devices devices, PostRights rights, Fleets fleets, VitalsSettings settings) {
        this.devices = devices;
        this.rights = rights;
        this.fleets = fleets;
        this.settings = settings;
    }

    /** Answers once the status is stored, and its events with it. */
    @Post
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Operation(summary = "Say how a device is")
    @ApiResponse(responseCode = "200", description = "How the device stands now.")
    @ApiResponse(responseCode = "422", description = "A field is wrong.")
    @ApiResponse(responseCode = "429", description = "Over a limit; Retry-After says when.")
    StatusView post(HttpRequest<?> request, @Body StatusRequest body) {
        Instant receivedAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        StatusReport report = body.judge(receivedAt, settings);
        Poster poster = DeviceKeyRule.posterOf(request);
        DeviceName name = report.name();
        rights.denial(poster, name.type(), name.id(), report.patientId())
                .ifPresent(denial -> {
                    throw denial.problem();
                });
        fleets.charge(poster, name.type(), name.id());
        return StatusView.of(devices.report(report, receivedAt));
    }
}
