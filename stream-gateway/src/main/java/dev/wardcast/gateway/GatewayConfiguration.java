package dev.wardcast.gateway;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/** {@code wardcast.gateway}: what an operator may turn; docs/configuration.md explains each. */
@ConfigurationProperties("wardcast.gateway")
public interface GatewayConfiguration {

    /** Time between two signs of life on a quiet stream. */
    @Bindable(defaultValue = "30s")
    Duration getKeepAlive();

    /** The same on the stream of a session, at which somebody looks who waits for it. */
    @Bindable(defaultValue = "15s")
    Duration getSessionKeepAlive();

    /** What clients are told to wait before they come back. */
    @Bindable(defaultValue = "2s")
    Duration getRetry();

    /** Messages that may wait for one connection; beyond them it reads on from the buffer later. */
    @Bindable(defaultValue = "100")
    int getMaxPending();

    /** Frames of a waveform that may wait for one viewer; beyond them it gets a hole. */
    @Bindable(defaultValue = "50")
    int getWaveformBacklog();

    /** How long a stream outlives a projection that can't be read, before it ends. */
    @Bindable(defaultValue = "15s")
    Duration getUndecidedGrace();

    /** How long a connection lives at most, a fifth more or less. */
    @Bindable(defaultValue = "6h")
    Duration getMaxAge();

    /** Over how long a node that ends lets go of its streams. */
    @Bindable(defaultValue = "10s")
    Duration getDrainWindow();

    /** Streams of this node. */
    @Bindable(defaultValue = "100000")
    int getMaxConnections();

    /** Streams of one user on this node. */
    @Bindable(defaultValue = "100")
    int getMaxConnectionsPerUser();

    /** Rooms that one connection may have subscribed to. */
    @Bindable(defaultValue = "256")
    int getMaxRooms();

    /** Bytes of the largest message that a WebSocket client may send. */
    @Bindable(defaultValue = "8192")
    int getMaxMessageSize();

    /** Messages that a WebSocket client may send in a second, in the long run. */
    @Bindable(defaultValue = "20")
    int getMessageRate();

    /** Messages that a WebSocket client may send at once. */
    @Bindable(defaultValue = "60")
    int getMessageBurst();

    /** Whether permessage-deflate is agreed to. */
    @Bindable(defaultValue = "true")
    boolean isCompression();

    /** Over how long the deliveries of a patient's events to a user are added up for the audit. */
    @Bindable(defaultValue = "1m")
    Duration getDeliveryRollup();

    /**
     * Entries of the audit that may wait here for Redis; what comes beyond them is counted only.
     */
    @Bindable(defaultValue = "50000")
    int getAuditBacklog();

    /** Where alert-service answers, for refilling a stream after a gap, and acknowledgements. */
    @Bindable(defaultValue = "http://localhost:8080")
    String getAlertsUrl();

    /** Where session-progress answers, for where a session stands when no buffer tells. */
    @Bindable(defaultValue = "http://localhost:8080")
    String getSessionsUrl();
}
