package dev.wardcast.gateway;

import dev.wardcast.eventlog.RedisEventLog;
import java.time.Instant;
import java.util.Optional;

/**
 * This node among all gateways that use the same Redis.
 *
 * @param id the machine's name, where it has one, and something random: another life of the same
 *     machine is another node
 * @param startedAt when it began
 */
public record GatewayNode(String id, Instant startedAt) {

    private static final int LONGEST_NAME = 40;

    static GatewayNode begin(Optional<String> machine) {
        String name =
                machine.map(given -> given.replaceAll("[^A-Za-z0-9._-]", "-"))
                        .filter(clean -> !clean.isEmpty())
                        .orElse("gateway");
        String shortened = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return new GatewayNode(
                shortened + "-" + RedisEventLog.newEpoch() + RedisEventLog.newEpoch(),
                Instant.now());
    }
}
