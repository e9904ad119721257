package dev.wardcast.access.keys;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * @param jwk with the private part
 * @param usableFrom when tokens may first be signed with it; it is published before
 */
@MappedEntity("signing_keys")
record SigningKeyRow(@Id String kid, String jwk, Instant usableFrom) {}
