package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.audit.Actor;

/**
 * Everything that makes one stream differ from another.
 *
 * @param endpoint a short name, for metrics
 * @param actor the caller as the audit knows them; its correlation id is the stream's
 * @param token the caller's own token, with which a refill is fetched; never logged
 * @param plan which rooms it has, now and after access changed
 * @param start where the client stopped, or where it begins
 * @param wanted events that are not are passed over
 */
public record StreamRequest(
        String endpoint,
        Caller caller,
        Actor actor,
        String token,
        RoomPlan plan,
        Wire wire,
        Start start,
        Wanted wanted,
        Refill refill) {

    @Override
    public String toString() {
        return endpoint + " of " + caller.userId();
    }
}
