package dev.wardcast.notifications.conversations;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A conversation whose row this transaction has locked.
 *
 * @param patientId whom it is about; {@code null} for nobody
 * @param last sequence of its newest message
 * @param now the database's time, once the lock was there
 * @param participants who is in it now
 */
record Locked(
        String id, @Nullable String patientId, long last, Instant now, Set<String> participants) {}
