package dev.wardcast.kit.access;

import io.micronaut.serde.annotation.Serdeable;

/** That there is such a hospital. */
@Serdeable
record HospitalDocument(String id) {}
