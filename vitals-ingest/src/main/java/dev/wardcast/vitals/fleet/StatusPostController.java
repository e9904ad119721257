package dev.wardcast.vitals.fleet;

import dev.wardcast.kit.access.AccessRefusals;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.vitals.VitalsSettings;
import dev.wardcast.vitals.intake.DeviceKeyRule;
import dev.wardcast.vitals.intake.DeviceRoute;
import dev.wardcast.vitals.intake.Fleets;
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
    private final DeviceKeys registered;
    private final Fleets fleets;
    private final VitalsSettings settings;

    StatusPostController(
            Devices devices, DeviceKeys registered, Fleets fleets, VitalsSettings settings) {
        this.devices = devices;
        this.registered = registered;
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
        requireMaySpeakFor(poster, report);
        fleets.charge(poster, report.name().type(), report.name().id());
        return StatusView.of(devices.report(report, receivedAt));
    }

    private void requireMaySpeakFor(Poster poster, StatusReport report) {
        if (!poster.mayPostFor(report.patientId())) {
            throw ProblemException.forbidden(
                    "other_patient", "The key is bound to another patient than patient_id.");
        }
        DeviceName name = report.name();
        if (!poster.is(name.type(), name.id())
                && AccessRefusals.await(registered.isRegistered(name.type(), name.id()))) {
            throw ProblemException.forbidden(
                    "other_device", "The key is another device's than device_id.");
        }
    }
}
