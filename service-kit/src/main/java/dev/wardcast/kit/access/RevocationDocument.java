package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;

/** That it is there says it all. */
@Serdeable
record RevocationDocument(long version) {}
