package dev.wardcast.notifications.conversations;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;

/**
 * Somebody who takes part.
 *
 * @param readSequence up to where they have read
 * @param online whether a stream of theirs is open somewhere, as gateways said a second ago
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record Participant(
        String userId, String addedBy, Instant addedAt, long readSequence, boolean online) {

    Participant whoIs(boolean nowOnline) {
        return new Participant(userId, addedBy, addedAt, readSequence, nowOnline);
    }
}
