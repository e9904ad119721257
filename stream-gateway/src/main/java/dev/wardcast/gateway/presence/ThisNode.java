package dev.wardcast.gateway.presence;

import dev.wardcast.gateway.Drain;
import dev.wardcast.gateway.GatewayNode;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;

/** How this node describes itself, to the others and in statistics. */
@Singleton
final class ThisNode {

    private final GatewayNode node;
    private final LocalPresence local;
    private final Drain drain;

    ThisNode(GatewayNode node, LocalPresence local, Drain drain) {
        this.node = node;
        this.local = local;
        this.drain = drain;
    }

    String id() {
        return node.id();
    }

    NodeDocument document() {
        return new NodeDocument(
                node.id(),
                local.connections(),
                local.userCount(),
                local.roomCount(),
                local.byTransport(),
                node.startedAt().truncatedTo(ChronoUnit.MILLIS),
                drain.draining());
    }
}
