package dev.wardcast.gateway.presence;

import io.micronaut.serde.annotation.Serdeable;
import io.micronaut.serde.config.naming.SnakeCaseStrategy;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The connections of all gateways.
 *
 * @param uniqueUsers users with a connection, each once
 * @param activeRooms rooms with somebody in them, each once
 * @param connectionsByRoom the largest first
 * @param connectionsByUser by user id, the largest first
 * @param nodes each by itself, the eldest first
 * @param truncated whether one of the two tables has only its largest entries
 */
@Serdeable(naming = SnakeCaseStrategy.class)
record Statistics(
        long totalConnections,
        long uniqueUsers,
        long activeRooms,
        Map<String, Integer> connectionsByRoom,
        Map<String, Integer> connectionsByUser,
        List<NodeDocument> nodes,
        boolean truncated) {

    static Statistics of(List<NodeDocument> nodes, Tally rooms, Tally users, int mostEntries) {
        return new Statistics(
                nodes.stream().mapToLong(NodeDocument::connections).sum(),
                users.size(),
                rooms.size(),
                rooms.largest(mostEntries),
                users.largest(mostEntries),
                nodes.stream()
                        .sorted(
                                Comparator.comparing(NodeDocument::startedAt)
                                        .thenComparing(NodeDocument::node))
                        .toList(),
                rooms.size() > mostEntries || users.size() > mostEntries);
    }
}
