package dev.wardcast.gateway.websocket;

import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.access.AccessWatch;
import dev.wardcast.gateway.alerts.AlertAcks;
import dev.wardcast.gateway.stream.ChannelOutlet;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.waveform.Waveforms;
import dev.wardcast.kit.access.TokenCheck;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;

/** What the conversations of this node have in common. */
@Singleton
final class Conversations {

    private final JsonMapper json;
    private final AlertAcks acks;
    private final TokenCheck tokens;
    private final AccessWatch watch;
    private final MessageRates rates;
    private final Waveforms waveforms;
    private final int mostRooms;
    private final int largestMessage;

    Conversations(
            JsonMapper json,
            AlertAcks acks,
            TokenCheck tokens,
            AccessWatch watch,
            MessageRates rates,
            Waveforms waveforms,
            GatewayConfiguration configuration) {
        this.json = json;
        this.acks = acks;
        this.tokens = tokens;
        this.watch = watch;
        this.rates = rates;
        this.waveforms = waveforms;
        this.mostRooms = configuration.getMaxRooms();
        this.largestMessage = configuration.getMaxMessageSize();
    }

    /**
     * @param goodbye to be called when nothing more is expected from the client
     */
    ChannelOutlet.Inbound with(ClientStream stream, Talk talk, Runnable goodbye) {
        return new Conversation(this, stream, talk, goodbye);
    }

    JsonMapper json() {
        return json;
    }

    AlertAcks acks() {
        return acks;
    }

    TokenCheck tokens() {
        return tokens;
    }

    AccessWatch watch() {
        return watch;
    }

    MessageRates rates() {
        return rates;
    }

    Waveforms waveforms() {
        return waveforms;
    }

    int mostRooms() {
        return mostRooms;
    }

    /** In bytes. */
    int largestMessage() {
        return largestMessage;
    }
}
