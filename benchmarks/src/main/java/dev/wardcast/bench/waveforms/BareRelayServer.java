package dev.wardcast.bench.waveforms;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The least that relays: Netty's own WebSocket, a frame of a device is written to the viewer of the
 * same number in the same process, and acknowledged. Nobody is asked who they are, nothing is
 * checked or kept, there is one node.
 */
final class BareRelayServer {

    private static final int LONGEST_FRAME = 65_536;

    private final Map<String, Channel> viewers = new ConcurrentHashMap<>();

    private BareRelayServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        BareRelayServer relay = new BareRelayServer();
        new ServerBootstrap()
                .group(
                        new MultiThreadIoEventLoopGroup(
                                Runtime.getRuntime().availableProcessors(),
                                EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                relay.receive(channel);
                            }
                        })
                .bind(Integer.parseInt(arguments[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private void receive(Channel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(LONGEST_FRAME),
                        new WebSocketServerProtocolHandler(
                                WebSocketServerProtocolConfig.newBuilder()
                                        .websocketPath("/")
                                        .checkStartsWith(true)
                                        .maxFramePayloadLength(LONGEST_FRAME)
                                        .build()),
                        new Connection());
    }

    private final class Connection extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {

        private String number = "";
        private long frames;

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete handshake) {
                String path = handshake.requestUri();
                number = path.substring(path.lastIndexOf('/') + 1);
                if (path.startsWith("/viewer/")) {
                    viewers.put(number, context.channel());
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, BinaryWebSocketFrame frame) {
            Channel viewer = viewers.get(number);
            if (viewer != null) {
                viewer.writeAndFlush(frame.retain(), viewer.voidPromise());
            }
            context.writeAndFlush(
                    new TextWebSocketFrame(
                            "{\"type\":\"ack\",\"sequence\":%d}".formatted(frames++)));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
