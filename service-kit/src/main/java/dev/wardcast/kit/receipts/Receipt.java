package dev.wardcast.kit.receipts;

import dev.wardcast.eventlog.Room;

/** A stream of this user was given this notification, and its socket has taken it. */
public record Receipt(String userId, String notificationId) {
    public Receipt {
        if (!Room.ID.matcher(userId).matches() || !Room.ID.matcher(notificationId).matches()) {
            throw new IllegalArgumentException("receipt (expected: two ids)");
        }
    }
}
