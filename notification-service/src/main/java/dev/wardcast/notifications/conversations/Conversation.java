package dev.wardcast.notifications.conversations;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as one of its participants sees it.
 *
 * @param patientId whom it is about, if it is about a patient
 * @param participants their user ids, in order
 * @param lastSequence of the newest message; 0 where there is none
 * @param lastAt when something was last said, or it began
 * @param readSequence up to where this participant has read
 * @param unread messages of others behind that, {@value #MOST_UNREAD} for more
 */
@Serdeable(naming = SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record Conversation(
        String id,
        @Nullable String title,
        @Nullable String patientId,
        String createdBy,
        Instant createdAt,
        List<String> participants,
        long lastSequence,
        Instant lastAt,
        long readSequence,
        int unread) {

    /** Beyond it nobody counts, neither people nor the database. */
    static final int MOST_UNREAD = 1_000;
}
