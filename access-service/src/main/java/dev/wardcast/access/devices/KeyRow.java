package dev.wardcast.access.devices;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of a device, without the key and its digest.
 *
 * @param validUntil {@code null}: until it is revoked
 */
@Serdeable
@MappedEntity("device_keys")
record KeyRow(@Id String keyId, String status, Instant createdAt, @Nullable Instant validUntil) {}
