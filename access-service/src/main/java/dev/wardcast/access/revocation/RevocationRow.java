package dev.wardcast.access.revocation;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** What is worth nothing any more, and until when anyone could still come with it. */
@MappedEntity("revocations")
record RevocationRow(@Id String id, Instant forgetAfter) {}
