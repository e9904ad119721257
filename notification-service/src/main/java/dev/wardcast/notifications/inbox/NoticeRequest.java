package dev.wardcast.notifications.inbox;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body that sends a system notification; exactly one field says whom.
 *
 * @param content 1 to 4,000 characters of plain text; of control characters only tab and line break
 * @param userId one user
 * @param role everybody with this role
 * @param hospitalId everybody who works there
 * @param everyone {@code true}: everybody
 * @param expiresAt within a year; 30 days from now unless given, and never for one user
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record NoticeRequest(
        @Nullable String content,
        @Nullable String userId,
        @Nullable String role,
        @Nullable String hospitalId,
        @Nullable Boolean everyone,
        @Nullable Instant expiresAt) {

    /** The fields that say whom. */
    Set<String> audiences() {
        Set<String> given = new LinkedHashSet<>();
        if (userId != null) {
            given.add("user_id");
        }
        if (role != null) {
            given.add("role");
        }
        if (hospitalId != null) {
            given.add("hospital_id");
        }
        if (Boolean.TRUE.equals(everyone)) {
            given.add("everyone");
        }
        return given;
    }
}
