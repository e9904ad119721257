package dev.wardcast.gateway.presence;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.Comparator;
import java.util.List;

/**
 * Who is connected to a room.
 *
 * @param users in the order of their ids; if they are too many, those with the most connections
 * @param totalConnections of all users, also of those that are not listed
 * @param truncated whether users are missing from the list
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record RoomPresence(String room, List<User> users, long totalConnections, boolean truncated) {

    @Serdeable(naming = SnakeCaseStrategy.class)
    record User(String userId, int connections) {}

    static RoomPresence of(String room, Tally tally, int mostUsers) {
        List<User> users =
                tally.largest(mostUsers).entrySet().stream()
                        .map(entry -> new User(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparing(User::userId))
                        .toList();
        return new RoomPresence(room, users, tally.total(), tally.size() > users.size());
    }
}
