package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.kit.access.Caller;
import java.util.function.Predicate;

/**
 * Everything that makes one stream differ from another.
 *
 * @param endpoint a short name, for metrics
 * @param token the caller's own token, with which a refill is fetched; never logged
 * @param plan which rooms it has, now and after access changed
 * @param start where the client stopped, or where it begins
 * @param wanted events that are not are passed over
 */
public record StreamRequest(
        String endpoint,
        Caller caller,
        String token,
        RoomPlan plan,
        Wire wire,
        Start start,
        Predicate<LogEvent> wanted,
        Refill refill) {

    public static final Predicate<LogEvent> EVERYTHING = event -> true;

    @Override
    public String toString() {
        return endpoint + " of " + caller.userId();
    }
}
