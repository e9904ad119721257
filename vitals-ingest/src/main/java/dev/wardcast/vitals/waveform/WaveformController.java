package dev.wardcast.vitals.waveform;

import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.access.AccessDecisions;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.DeviceKeys;
import dev.wardcast.kit.access.PatientDirectory;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.websocket.Handshake;
import dev.wardcast.kit.websocket.Takeover;
import dev.wardcast.vitals.intake.Denial;
import dev.wardcast.vitals.intake.DeviceKeyRule;
import dev.wardcast.vitals.intake.DeviceRoute;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where devices stream waveforms. The role is for those with a token; {@link DeviceKeyRule} lets
 * keys in.
 */
@Controller("/api/v1/vitals/ws")
@Secured("DEVICE")
final class WaveformController implements DeviceRoute {

    private static final String ID = "(expected: 1 to 64 of A-Z a-z 0-9 . _ -)";

    private final DeviceDoor door;
    private final DeviceKeys keys;
    private final AccessDecisions access;
    private final PatientDirectory patients;

    WaveformController(
            DeviceDoor door, DeviceKeys keys, AccessDecisions access, PatientDirectory patients) {
        this.door = door;
        this.keys = keys;
        this.access = access;
        this.patients = patients;
    }

    /**
     * @param patientId whose waveforms they are; with a key, the patient that it is bound to
     * @param stream which of the device's streams, {@code main} if it has only one
     */
    @Get
    @Operation(
            summary = "Stream waveforms",
            description = "WebSocket with binary frames; docs/waveforms.md has their layout.")
    @ApiResponse(responseCode = "101", description = "WebSocket")
    @ApiResponse(responseCode = "403", description = "the key is bound to another patient")
    @ApiResponse(responseCode = "422", description = "the patient is not registered")
    @ApiResponse(responseCode = "426", description = "not an upgrade to WebSocket")
    @ApiResponse(responseCode = "503", description = "no room; Retry-After says when to come back")
    CompletionStage<HttpResponse<?>> stream(
            HttpRequest<?> http,
            @Nullable @QueryValue("patient_id") String patientId,
            @Nullable @QueryValue String stream) {
        Handshake handshake = Handshake.of(http, false);
        if (!Takeover.possible(http)) {
            throw ProblemException.badRequest(
                    "pipelined",
                    "A stream has its connection to itself (expected: the answers to earlier"
                            + " requests are awaited first)");
        }
        String patient = id("patient_id", patientId == null ? "" : patientId);
        String name = id("stream", stream == null ? "main" : stream);
        Optional<String> key = http.getHeaders().findFirst(DeviceKeyRule.HEADER);
        if (key.isPresent()) {
            return withKey(http, handshake, key.get(), patient, name);
        }
        Caller caller =
                Caller.of(http)
                        .orElseThrow(() ->
                                ProblemException.unauthorized("unauthenticated", "Sign in first."));
        Source source = source(patient, "token:" + caller.userId() + ":" + name);
        return patients.isKnown(patient)
                .thenCompose(known -> {
                    if (!known) {
                        throw Denial.UNKNOWN_PATIENT.problem();
                    }
                    return door.open(http, handshake, source, new Credential.Token(access, caller));
                });
    }

    private CompletionStage<HttpResponse<?>> withKey(
            HttpRequest<?> http, Handshake handshake, String key, String patient, String name) {
        return keys.find(key)
                .thenCompose(found -> {
                    // The rule has found it a moment ago; if it is gone now, it is no key any more.
                    var device =
                            found.orElseThrow(() ->
                                    ProblemException.unauthorized(
                                            "unknown_device_key",
                                            DeviceKeyRule.HEADER
                                                    + " is not the key of an active device."));
                    if (!device.patientId().equals(patient)) {
                        throw Denial.OTHER_PATIENT.problem();
                    }
                    return door.open(
                            http,
                            handshake,
                            source(patient, device.type() + ":" + device.id() + ":" + name),
                            new Credential.Key(keys, key, patient));
                });
    }

    private static Source source(String patient, String name) {
        return new Source(patient, name, UUID.randomUUID().toString());
    }

    private static String id(String parameter, String value) {
        if (!Room.ID.matcher(value).matches()) {
            throw ProblemException.badRequest("invalid_parameter", parameter + " " + ID);
        }
        return value;
    }
}
