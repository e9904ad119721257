package dev.wardcast.access.devices;

import dev.wardcast.access.events.Deeds;
import dev.wardcast.eventlog.Room;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.problem.Problem.FieldError;
import dev.wardcast.kit.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Devices that a stay in a hospital brings, and takes along when it ends. A patient's own devices
 * stay with the patient. To be called in the transaction of the stay.
 */
@Singleton
public class Bindings {

    private final Devices devices;
    private final Deeds deeds;

    Bindings(Devices devices, Deeds deeds) {
        this.devices = devices;
        this.deeds = deeds;
    }

    /**
     * @param names as {@code type:id}
     * @throws ProblemException with 409 if one is revoked, or bound to somebody else: that patient
     *     would no longer be watched, without anybody having said so
     */
    public void bindForStay(List<String> names, String patientId, String hospitalId, Actor by) {
        names.forEach(Bindings::parse);
        // Sorted, so that two admissions never wait for each other in a circle.
        for (String name : names.stream().sorted().distinct().toList()) {
            String[] parts = parse(name);
            DeviceRow device = devices.lock(parts[0], parts[1]).orElseThrow(() -> unknown(name));
            if (device.revoked()) {
                throw ProblemException.conflict("device_revoked", name + " is revoked.");
            }
            if (device.active() && !device.patientId().equals(patientId)) {
                throw ProblemException.conflict(
                        "device_in_use", name + " is bound to another patient.");
            }
            // The patient's own device stays the patient's own.
            if (!device.active()) {
                devices.bind(parts[0], parts[1], patientId, hospitalId);
                deeds.record(
                        DeviceRegistry.deed(by, AuditAction.DEVICE_REBOUND, parts[0], parts[1])
                                .patients(List.of(device.patientId(), patientId)));
            }
        }
    }

    public void endOfStay(String patientId, String hospitalId) {
        devices.unbindOfStay(patientId, hospitalId);
    }

    private static String[] parse(@Nullable String name) {
        String[] parts = name == null ? new String[0] : name.split(":", -1);
        if (parts.length != 2
                || !Room.ID.matcher(parts[0]).matches()
                || !Room.ID.matcher(parts[1]).matches()) {
            throw ProblemException.unprocessable(
                    List.of(new FieldError("devices", "(expected: each as type:id)")));
        }
        return parts;
    }

    private static ProblemException unknown(String name) {
        return ProblemException.notFound("unknown_device", "There is no device " + name + ".");
    }
}
