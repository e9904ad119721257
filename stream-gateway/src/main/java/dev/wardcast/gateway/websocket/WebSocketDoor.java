package dev.wardcast.gateway.websocket;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.stream.ChannelOutlet;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.Dialect;
import dev.wardcast.gateway.stream.StreamHost;
import dev.wardcast.gateway.stream.StreamRequest;
import dev.wardcast.gateway.stream.Wire;
import dev.wardcast.kit.web.AnswerHeaders;
import dev.wardcast.kit.websocket.Handshake;
import dev.wardcast.kit.websocket.Takeover;
import io.micronaut.http.HttpRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Turns an accepted upgrade request into a WebSocket. */
@Singleton
public final class WebSocketDoor {

    private final StreamHost host;
    private final Conversations conversations;
    private final GatewayConfiguration configuration;
    private final AnswerHeaders common;

    WebSocketDoor(
            StreamHost host,
            Conversations conversations,
            GatewayConfiguration configuration,
            AnswerHeaders common) {
        this.common = common;
        this.host = host;
        this.conversations = conversations;
        this.configuration = configuration;
    }

    /**
     * An upgrade that can be accepted.
     *
     * @throws dev.wardcast.kit.problem.ProblemException if the request is none
     */
    public Upgrade upgrade(HttpRequest<?> http) {
        return new Upgrade(http, Handshake.of(http, configuration.isCompression()));
    }

    /** What the client asked for, and was agreed to. */
    public final class Upgrade {

        private final HttpRequest<?> http;
        private final Handshake handshake;

        private Upgrade(HttpRequest<?> http, Handshake handshake) {
            this.http = http;
            this.handshake = handshake;
        }

        public Wire wire(Dialect dialect) {
            return WebSocketWire.of(dialect, handshake.deflated());
        }

        /**
         * To be called when nothing can be refused any more; the HTTP request is never answered
         * otherwise.
         *
         * @param talk what the client may say
         * @param opened given the stream once it is among the open ones, on its loop
         */
        public void open(
                StreamRequest request,
                Collection<Room> rooms,
                Talk talk,
                Consumer<ClientStream> opened) {
            Channel channel = Takeover.channelOf(http);
            channel.eventLoop()
                    .execute(() -> {
                        if (!Takeover.claim(channel)) {
                            host.open().release(request.caller().userId());
                            return;
                        }
                        begin(channel, request, rooms, talk, opened);
                    });
        }

        private void begin(
                Channel channel,
                StreamRequest request,
                Collection<Room> rooms,
                Talk talk,
                Consumer<ClientStream> opened) {
            ChannelOutlet outlet = new ChannelOutlet(channel);
            ClientStream stream = host.stream(request, outlet, rooms);
            outlet.carry(stream);
            outlet.hear(conversations.with(stream, talk, outlet::goodbye));
            Takeover.replaceHandlers(channel, handlers(outlet));
            outlet.write(Unpooled.wrappedBuffer(handshake.head(common.of(http))));
            stream.begin();
            opened.accept(stream);
        }

        private List<ChannelHandler> handlers(ChannelOutlet outlet) {
            int largest = configuration.getMaxMessageSize();
            return List.of(
                    new WebSocket13FrameDecoder(
                            WebSocketDecoderConfig.newBuilder()
                                    .maxFramePayloadLength(largest)
                                    .allowExtensions(handshake.deflated())
                                    // It would send a frame object, which nothing here encodes.
                                    .closeOnProtocolViolation(false)
                                    .build()),
                    new WebSocketFrameAggregator(largest),
                    outlet);
        }
    }
}
