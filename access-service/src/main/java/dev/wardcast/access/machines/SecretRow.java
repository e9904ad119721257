package dev.wardcast.access.machines;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A secret as it is stored, without the secret. */
@MappedEntity("service_secrets")
record SecretRow(@Id UUID id, String userId, Instant createdAt) {}
