package dev.wardcast.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.testsupport.TestCertificate;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/** One connection, whose streams read when they are told to, through windows of a chosen size. */
final class Http2Client implements AutoCloseable {

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel connection;

    /**
     * @param window bytes that a stream takes without reading
     */
    Http2Client(int port, TestCertificate certificate, int window) throws Exception {
        SslContext tls =
                SslContextBuilder.forClient()
                        .trustManager(certificate.certificate())
                        .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(
                                new ApplicationProtocolConfig(
                                        Protocol.ALPN,
                                        SelectorFailureBehavior.NO_ADVERTISE,
                                        SelectedListenerFailureBehavior.ACCEPT,
                                        "h2"))
                        .build();
        connection =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        tls.newHandler(
                                                                channel.alloc(), "localhost", port))
                                                .addLast(
                                                        Http2FrameCodecBuilder.forClient()
                                                                .initialSettings(
                                                                        Http2Settings
                                                                                .defaultSettings()
                                                                                .initialWindowSize(
                                                                                        window))
                                                                .build())
                                                .addLast(
                                                        new Http2MultiplexHandler(
                                                                new ChannelInboundHandlerAdapter()));
                                    }
                                })
                        .connect("localhost", port)
                        .sync()
                        .channel();
    }

    Stream get(String path) throws Exception {
        Stream stream = new Stream();
        stream.channel =
                new Http2StreamChannelBootstrap(connection)
                        .handler(stream)
                        .open()
                        .get(10, TimeUnit.SECONDS);
        Http2Headers headers =
                new DefaultHttp2Headers()
                        .method("GET")
                        .scheme("https")
                        .authority("localhost")
                        .path(path);
        stream.channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true)).sync();
        return stream;
    }

    /** What came of one request. */
    static final class Stream extends ChannelInboundHandlerAdapter {

        private Channel channel;
        private final StringBuffer text = new StringBuffer();
        volatile int frames;
        volatile boolean ended;
        volatile Http2Headers head;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Http2HeadersFrame headers) {
                head = headers.headers();
            }
            if (message instanceof Http2DataFrame data) {
                text.append(data.content().toString(UTF_8));
                frames++;
                ended = data.isEndStream();
            }
            ReferenceCountUtil.release(message);
        }

        String text() {
            return text.toString();
        }

        void stopReading() {
            channel.config().setAutoRead(false);
        }

        void readOn() {
            channel.config().setAutoRead(true);
        }

        void cancel() {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CANCEL));
        }
    }

    @Override
    public void close() throws Exception {
        if (group.isShuttingDown()) {
            return;
        }
        connection.close().sync();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
    }
}
