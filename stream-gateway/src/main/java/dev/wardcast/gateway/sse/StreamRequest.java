package dev.wardcast.gateway.sse;

import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.follow.RoomHub;
import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.kit.access.Caller;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that makes one stream differ from another.
 *
 * @param token the caller's own token, with which a refill is fetched; never logged
 * @param plan which rooms it has, now and after access changed
 * @param position where the client stopped, if it was here before
 * @param maxPending messages that may wait for it
 */
public record StreamRequest(
        Caller caller,
        String token,
        RoomPlan plan,
        Dialect dialect,
        Optional<Position> position,
        Refill refill,
        RoomHub hub,
        Duration retry,
        int maxPending) {

    @Override
    public String toString() {
        return "stream of " + caller.userId();
    }
}
