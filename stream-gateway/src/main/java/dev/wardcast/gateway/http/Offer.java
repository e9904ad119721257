package dev.wardcast.gateway.http;

import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.gateway.stream.Refill;
import dev.wardcast.gateway.stream.Wanted;
import dev.wardcast.gateway.websocket.Talk;

/**
 * What an endpoint offers: rooms and a dialect, and that is nearly all.
 *
 * @param endpoint a short name, for metrics
 * @param wanted events that are not are passed over
 * @param refill where lost events are had from
 * @param talk what a WebSocket client may say
 */
record Offer(
        String endpoint, RoomPlan plan, Dialect dialect, Wanted wanted, Refill refill, Talk talk) {

    static Offer of(String endpoint, RoomPlan plan, Dialect dialect) {
        return new Offer(endpoint, plan, dialect, Wanted.EVERYTHING, Refill.NONE, Talk.listening());
    }

    Offer wanting(Wanted events) {
        return new Offer(endpoint, plan, dialect, events, refill, talk);
    }

    Offer refilledBy(Refill source) {
        return new Offer(endpoint, plan, dialect, wanted, source, talk);
    }

    Offer talking(Talk allowed) {
        return new Offer(endpoint, plan, dialect, wanted, refill, allowed);
    }
}
