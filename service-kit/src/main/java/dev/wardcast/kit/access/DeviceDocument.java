package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;

/** Whom a device is bound to; stored under its type and id, and under the digest of its key. */
@Serdeable(naming = SnakeCaseStrategy.class)
record DeviceDocument(String status, String id, String type, String patientId) {
    boolean active() {
        return status.equals("ACTIVE");
    }
}
