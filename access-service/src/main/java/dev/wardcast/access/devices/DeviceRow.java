package dev.wardcast.access.devices;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device as it is stored; its id is one of many types.
 *
 * @param patientId whose it is, or was where it is not bound
 * @param hospitalId whose admission bound it; {@code null}: it is the patient's own
 */
@MappedEntity("devices")
record DeviceRow(
        @Id String id,
        String type,
        String patientId,
        String status,
        @Nullable String hospitalId,
        Instant createdAt) {

    boolean active() {
        return status.equals("ACTIVE");
    }

    boolean revoked() {
        return status.equals("REVOKED");
    }

    /** Stands in the order of the list. */
    String place() {
        return type + ":" + id;
    }
}
