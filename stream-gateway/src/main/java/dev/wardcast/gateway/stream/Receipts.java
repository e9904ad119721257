package dev.wardcast.gateway.stream;

import java.util.List;

/** Learns which notifications the sockets of a user's streams have taken; never blocks. */
@FunctionalInterface
public interface Receipts {

    /** Tells nobody. */
    Receipts NONE = (userId, notificationIds) -> {};

    void taken(String userId, List<String> notificationIds);
}
