package dev.wardcast.access.devices;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.access.people.Patients;
import dev.wardcast.kit.access.Digests;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;

/** A device and its key, both or neither. The key itself is stored nowhere. */
@Singleton
public class DeviceRegistry {

    private final Devices devices;
    private final Patients patients;

    DeviceRegistry(Devices devices, Patients patients) {
        this.devices = devices;
        this.patients = patients;
    }

    @Transactional("access")
    void register(String type, String id, String patientId, String key) {
        if (!patients.exists(patientId)) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
        }
        if (!addIfAbsent(type, id, patientId, key)) {
            throw ProblemException.conflict("device_exists", "There is such a device already.");
        }
    }

    /**
     * @return whether the device was not there before; if it was, nothing changes
     */
    @Transactional("access")
    public boolean addIfAbsent(String type, String id, String patientId, String key) {
        if (devices.add(type, id, patientId) == 0) {
            return false;
        }
        devices.addKey(Digests.sha256Hex(key.getBytes(UTF_8)), type, id);
        return true;
    }
}
