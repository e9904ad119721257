package dev.wardcast.access.devices;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.access.Secrets;
import dev.wardcast.access.events.Deeds;
import dev.wardcast.access.people.Ids;
import dev.wardcast.access.people.Patients;
import dev.wardcast.kit.access.Digests;
import dev.wardcast.kit.audit.Actor;
import dev.wardcast.kit.audit.AuditAction;
import dev.wardcast.kit.audit.AuditEntry;
import dev.wardcast.kit.problem.ProblemException;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices and their keys. A key itself is stored nowhere. */
@Singleton
public class DeviceRegistry {

    private final Devices devices;
    private final DeviceKeyTable keys;
    private final Patients patients;
    private final Deeds deeds;

    DeviceRegistry(Devices devices, DeviceKeyTable keys, Patients patients, Deeds deeds) {
        this.devices = devices;
        this.keys = keys;
        this.patients = patients;
        this.deeds = deeds;
    }

    /** What a key is called, and the key, which nobody can ask for again. */
    record NewKey(String id, String key) {
        static NewKey next() {
            return new NewKey(Ids.next(), Secrets.next());
        }
    }

    @Transactional("access")
    NewKey register(String type, String id, String patientId, Actor by) {
        requirePatient(patientId);
        if (devices.add(type, id, patientId) == 0) {
            throw ProblemException.conflict("device_exists", "There is such a device already.");
        }
        deeds.record(deed(by, AuditAction.DEVICE_REGISTERED, type, id).patient(patientId));
        return addKey(type, id, NewKey.next());
    }

    /**
     * @return whether the device was not there before; if it was, nothing changes
     */
    @Transactional("access")
    public boolean addIfAbsent(String type, String id, String patientId, String key) {
        if (devices.add(type, id, patientId) == 0) {
            return false;
        }
        addKey(type, id, new NewKey(Ids.next(), key));
        return true;
    }

    /**
     * A new key; the others end.
     *
     * @param graceMinutes how long the others count still
     */
    @Transactional("access")
    NewKey rotate(String type, String id, int graceMinutes, Actor by) {
        if (lock(type, id).revoked()) {
            throw ProblemException.conflict(
                    "device_revoked", "This device is revoked; make it ACTIVE first.");
        }
        if (graceMinutes == 0) {
            keys.revokeAll(type, id);
        } else {
            keys.endWithin(type, id, graceMinutes);
        }
        NewKey key = addKey(type, id, NewKey.next());
        deeds.record(
                deed(by, AuditAction.DEVICE_KEY_ROTATED, type, id)
                        .detail("new key " + key.id() + "; grace " + graceMinutes + " min"));
        return key;
    }

    @Transactional("access")
    void revokeKey(String type, String id, String keyId, Actor by) {
        lock(type, id);
        if (!keys.exists(type, id, keyId)) {
            throw ProblemException.notFound("unknown_key", "This device has no such key.");
        }
        if (keys.revoke(keyId) > 0) {
            deeds.record(
                    deed(by, AuditAction.DEVICE_KEY_ROTATED, type, id)
                            .detail("revoked key " + keyId));
        }
    }

    /**
     * Binds the device to another patient, revokes it, or takes it into use again: a device that
     * was revoked has lost its keys and needs a new one.
     */
    @Transactional("access")
    DeviceRow change(
            String type, String id, @Nullable String patientId, @Nullable String status, Actor by) {
        DeviceRow device = lock(type, id);
        boolean bound =
                patientId != null && !(patientId.equals(device.patientId()) && device.active());
        if (bound && patientId != null) {
            if (device.revoked() && !"ACTIVE".equals(status)) {
                throw ProblemException.conflict("device_revoked", "This device is revoked.");
            }
            requirePatient(patientId);
            devices.bind(type, id, patientId, null);
            deeds.record(
                    deed(by, AuditAction.DEVICE_REBOUND, type, id)
                            .patients(List.of(device.patientId(), patientId)));
        }
        if (status != null && !status.equals(bound ? "ACTIVE" : device.status())) {
            requireKnownPatient(status, bound, device);
            devices.setStatus(type, id, status);
        }
        if ("REVOKED".equals(status)) {
            keys.revokeAll(type, id);
            if (!device.revoked()) {
                deeds.record(
                        deed(by, AuditAction.DEVICE_REVOKED, type, id).patient(device.patientId()));
            }
        }
        return find(type, id);
    }

    DeviceRow find(String type, String id) {
        return devices.find(type, id).orElseThrow(DeviceRegistry::unknown);
    }

    /** Whose it would be again, a device must be told: its last patient may have left long ago. */
    private static void requireKnownPatient(String status, boolean bound, DeviceRow device) {
        if (status.equals("ACTIVE") && !bound && !device.active()) {
            throw ProblemException.conflict(
                    "device_not_bound", "A device comes into use with the patient_id it is for.");
        }
    }

    static AuditEntry deed(Actor by, AuditAction action, String type, String id) {
        return AuditEntry.of(by, action).on("device", type + ":" + id);
    }

    private NewKey addKey(String type, String id, NewKey key) {
        keys.add(key.id(), Digests.sha256Hex(key.key().getBytes(UTF_8)), type, id);
        return key;
    }

    private DeviceRow lock(String type, String id) {
        return devices.lock(type, id).orElseThrow(DeviceRegistry::unknown);
    }

    private void requirePatient(String patientId) {
        if (!patients.exists(patientId)) {
            throw ProblemException.notFound("unknown_patient", "There is no such patient.");
        }
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("unknown_device", "There is no such device.");
    }
}
