package dev.wardcast.access.devices;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device as administrators see it.
 *
 * @param status {@code ACTIVE}, {@code UNBOUND} (given back, refused until it is bound again) or
 *     {@code REVOKED}
 * @param patientId the only patient that it may post for; left out where it is not bound
 * @param hospitalId whose admission bound it, and whose discharge gives it back
 * @param keys of one device that is asked for; left out in lists
 */
@Serdeable
record DeviceView(
        String deviceType,
        String deviceId,
        String status,
        @Nullable String patientId,
        @Nullable String hospitalId,
        Instant createdAt,
        @Nullable List<KeyRow> keys) {

    static DeviceView of(DeviceRow row) {
        return of(row, null);
    }

    static DeviceView of(DeviceRow row, @Nullable List<KeyRow> keys) {
        return new DeviceView(
                row.type(),
                row.id(),
                row.status(),
                row.active() ? row.patientId() : null,
                row.hospitalId(),
                row.createdAt(),
                keys);
    }
}
