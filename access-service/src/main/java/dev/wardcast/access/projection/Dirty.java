package dev.wardcast.access.projection;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A note that a document in Redis is behind. */
@MappedEntity("projection_dirty")
record Dirty(@Id long seq, Kind kind, String id) {}
