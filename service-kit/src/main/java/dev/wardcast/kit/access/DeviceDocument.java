package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whom a device is bound to; stored under its type and id, and under the digest of its key.
 *
 * @param former whom it was bound to before, as long as their readings may still be in its room
 * @param until the end of the key; {@code null}: until it is revoked
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record DeviceDocument(
        String status,
        String id,
        String type,
        String patientId,
        @Nullable List<String> former,
        @Nullable Instant until) {

    DeviceDocument {
        former = former == null ? List.of() : List.copyOf(former);
    }

    boolean activeAt(Instant now) {
        return status.equals("ACTIVE") && (until == null || now.isBefore(until));
    }

    /** Everybody whose readings may be in the device's room. */
    List<String> patients() {
        List<String> patients = new ArrayList<>(former == null ? List.of() : former);
        patients.add(patientId);
        return patients;
    }
}
