package dev.wardcast.access.signin;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * @param name digest of the name
 * @param lockedSeconds how long it stays locked; 0: it is not
 */
@MappedEntity("sign_in_failures")
record FailureRow(@Id String name, int failures, long lockedSeconds) {}
