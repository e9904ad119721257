package dev.wardcast.access.hospitals;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A patient who is in a hospital. */
@MappedEntity("hospital_patients")
record StayRow(@Id String patientId, @Nullable String name, Instant admittedAt) {}
