package dev.wardcast.access.projection;

import io.micronaut.core.annotation.Introspected;

/**
 * A document as it goes to Redis.
 *
 * @param version grows with each change of the content
 * @param document JSON
 */
@Introspected
record Document(Kind kind, String id, long version, String document) {
    String redisKey() {
        return kind.redisKey(id);
    }
}
