package dev.wardcast.gateway.sse;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.GatewayConfiguration;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Turns an accepted HTTP/1.1 request into a stream: the answer's head is written, everything that
 * speaks HTTP leaves the channel, and the stream takes its place, as after the handshake of a
 * WebSocket. What is left for each idle client is a socket, a stream object and its rooms.
 *
 * <p>The body ends when the connection does; it has no length and no chunks, so that one frame is
 * the same bytes for everybody.
 */
@Singleton
public final class StreamOpener {

    private static final AttributeKey<Boolean> TAKEN =
            AttributeKey.valueOf("dev.wardcast.gateway.stream");

    private static final byte[] HEAD =
            """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream\r
            Cache-Control: no-cache\r
            X-Accel-Buffering: no\r
            Connection: close\r
            \r
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private final GatewayConfiguration configuration;
    private final OpenStreams open;
    private final Map<EventLoop, LoopStreams> loops = new ConcurrentHashMap<>();

    StreamOpener(GatewayConfiguration configuration, OpenStreams open) {
        this.configuration = configuration;
        this.open = open;
    }

    /**
     * To be called when nothing can be refused any more; the HTTP request is never answered
     * otherwise.
     *
     * @param opened given the stream once it is among {@link OpenStreams}, on its loop
     */
    public void open(
            HttpRequest<?> http,
            StreamRequest request,
            Collection<Room> rooms,
            Consumer<SseStream> opened) {
        Channel channel = channelOf(http);
        channel.eventLoop()
                .execute(() -> {
                    if (!channel.isActive() || channel.attr(TAKEN).getAndSet(true) != null) {
                        // Gone, or a request sent behind another that has become a stream.
                        return;
                    }
                    LoopStreams loop =
                            loops.computeIfAbsent(
                                    channel.eventLoop(),
                                    l ->
                                            new LoopStreams(
                                                    l,
                                                    channel.alloc(),
                                                    configuration.getKeepAlive()));
                    SseStream stream = new SseStream(request, loop, open, channel, rooms);
                    takeOver(channel.pipeline(), stream);
                    channel.config().setAutoRead(true);
                    channel.write(Unpooled.wrappedBuffer(HEAD), channel.voidPromise());
                    stream.begin();
                    opened.accept(stream);
                });
    }

    private static void takeOver(ChannelPipeline pipeline, SseStream stream) {
        List<ChannelHandler> speakers = new ArrayList<>(pipeline.toMap().values());
        // Added first and the rest taken from the end: bytes that a decoder still has come to the
        // stream, which throws them away, and not to a handler that takes them for a request.
        pipeline.addLast("stream", stream);
        for (ChannelHandler handler : speakers.reversed()) {
            if (!(handler instanceof SslHandler)) {
                pipeline.remove(handler);
            }
        }
    }

    private static Channel channelOf(HttpRequest<?> request) {
        HttpRequest<?> innermost = request;
        while (innermost instanceof HttpRequestWrapper<?> wrapper) {
            innermost = wrapper.getDelegate();
        }
        if (innermost instanceof NettyHttpRequest<?> netty) {
            return netty.getChannelHandlerContext().channel();
        }
        throw new IllegalStateException("not a request of Netty: " + innermost.getClass());
    }
}
