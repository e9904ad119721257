package dev.wardcast.bench.waveforms;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One WebSocket of a device or a viewer. */
final class Socket {

    private static final int LONGEST_FRAME = 65_536;
    private static final int PATIENCE_SECONDS = 30;

    private final Channel channel;

    private Socket(Channel channel) {
        this.channel = channel;
    }

    /** What it gets, on its event loop. */
    interface Receiver {
        void binary(ByteBuffer message);

        void text(String message);

        /** It was closed by the other side. */
        void ended(String why);
    }

    /** Connects; returns when the server has agreed. */
    static Socket open(EventLoopGroup loops, Relay.Place place, Receiver receiver) {
        HttpHeaders headers = new DefaultHttpHeaders();
        place.headers().forEach(headers::add);
        CompletableFuture<Void> open = new CompletableFuture<>();
        WebSocketClientProtocolHandler protocol =
                new WebSocketClientProtocolHandler(
                        WebSocketClientProtocolConfig.newBuilder()
                                .webSocketUri(place.address())
                                .version(WebSocketVersion.V13)
                                .customHeaders(headers)
                                .handleCloseFrames(false)
                                .maxFramePayloadLength(LONGEST_FRAME)
                                .build());
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loops)
                        .channel(EpollSocketChannel.class)
                        .handler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new HttpClientCodec(),
                                                        new HttpObjectAggregator(LONGEST_FRAME),
                                                        protocol,
                                                        new Messages(open, receiver));
                                    }
                                });
        Channel channel =
                bootstrap
                        .connect(new InetSocketAddress("127.0.0.1", place.address().getPort()))
                        .syncUninterruptibly()
                        .channel();
        open.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        return new Socket(channel);
    }

    void send(byte[] message) {
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
    }

    void close() {
        channel.close();
    }

    private static final class Messages extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final CompletableFuture<Void> open;
        private final Receiver receiver;
        private final Consumer<String> end;

        Messages(CompletableFuture<Void> open, Receiver receiver) {
            this.open = open;
            this.receiver = receiver;
            this.end =
                    why -> {
                        open.completeExceptionally(new IllegalStateException(why));
                        receiver.ended(why);
                    };
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                open.complete(null);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            switch (frame) {
                case BinaryWebSocketFrame binary -> receiver.binary(binary.content().nioBuffer());
                case TextWebSocketFrame text -> receiver.text(text.text());
                case CloseWebSocketFrame close ->
                        end.accept(close.statusCode() + " " + close.reasonText());
                default -> context.fireChannelRead(frame.retain());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end.accept(cause.toString());
            context.close();
        }
    }
}
