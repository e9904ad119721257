package dev.wardcast.access.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/** A patient as it is stored. */
@MappedEntity("patients")
public record PatientRow(@Id String id, @Nullable String name) {}
