package dev.wardcast.access.hospitals;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A hospital as it is stored. */
@MappedEntity("hospitals")
record HospitalRow(@Id String id, String name, Instant createdAt) {}
