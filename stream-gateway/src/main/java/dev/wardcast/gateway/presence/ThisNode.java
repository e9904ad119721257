package dev.wardcast.gateway.presence;

import dev.wardcast.gateway.GatewayNode;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

/** How this node describes itself, to the others and in statistics. */
final class ThisNode {

    private final GatewayNode node;
    private final LocalPresence local;
    private final BooleanSupplier draining;

    ThisNode(GatewayNode node, LocalPresence local, BooleanSupplier draining) {
        this.node = node;
        this.local = local;
        this.draining = draining;
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
                draining.getAsBoolean());
    }
}
