package dev.wardcast.eventlog;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How all our clients of Redis are set up. */
final class RedisClients {

    /** The client's own default grows to half a minute, which would outlast a failover. */
    private static final Delay RECONNECT =
            Delay.fullJitter(Duration.ofMillis(5), Duration.ofSeconds(1), 5, TimeUnit.MILLISECONDS);

    private RedisClients() {}

    static ClientResources resources() {
        return ClientResources.builder().reconnectDelay(RECONNECT).build();
    }

    static ClientOptions.Builder options(ClientOptions.Builder builder) {
        return builder.autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(100_000)
                .timeoutOptions(TimeoutOptions.enabled(RedisLink.COMMAND_TIMEOUT))
                .socketOptions(
                        SocketOptions.builder()
                                .connectTimeout(Duration.ofSeconds(2))
                                .keepAlive(true)
                                .tcpNoDelay(true)
                                .build());
    }

    /** One whose connections stay broken when they break. */
    static RedisClient unmended(ClientResources resources) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(options(ClientOptions.builder()).autoReconnect(false).build());
        return client;
    }
}
