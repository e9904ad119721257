package dev.wardcast.kit.access;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Whose key is it? Answered from the projection, which holds digests of keys and never a key. */
public interface DeviceKeys {

    /**
     * @return the device that the key was issued to, if the key is known and not revoked. Fails
     *     with {@link AccessDecisions.AccessUnknownException} while the projection is away
     */
    CompletionStage<Optional<RegisteredDevice>> find(String key);

    /** Whether there is such an active device. Fails like {@link #find}. */
    CompletionStage<Boolean> isRegistered(String type, String id);

    /**
     * @param id the device's own id in the registry
     * @param patientId the patient that it is bound to: it may post for nobody else
     */
    record RegisteredDevice(String id, String type, String patientId) {}
}
