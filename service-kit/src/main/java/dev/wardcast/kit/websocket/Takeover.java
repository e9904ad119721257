package dev.wardcast.kit.websocket;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the channel of an accepted HTTP/1.1 request away from HTTP: everything that speaks it
 * leaves, and the stream's own handlers take its place. What is left for each idle client is a
 * socket, a stream object and its rooms.
 */
public final class Takeover {

    private static final AttributeKey<Boolean> TAKEN =
            AttributeKey.valueOf("dev.wardcast.kit.websocket");

    private Takeover() {}

    /**
     * Whether the request's connection can become its stream: over HTTP/1.1 no request before it
     * may be waiting for an answer. On any thread.
     */
    public static boolean possible(HttpRequest<?> request) {
        Channel channel = channelOf(request);
        return isHttp2(channel)
                || UnansweredRequests.isFirst(channel, netty(request).getNativeRequest());
    }

    /**
     * @return false if the client is gone, or this request was sent behind another that has become
     *     a stream, or the channel belongs to many streams of HTTP/2
     */
    public static boolean claim(Channel channel) {
        return channel.isActive()
                && !isHttp2(channel)
                && channel.attr(TAKEN).getAndSet(true) == null;
    }

    /** On the channel's loop. */
    public static void replaceHandlers(Channel channel, List<ChannelHandler> ours) {
        ChannelPipeline pipeline = channel.pipeline();
        List<ChannelHandler> speakers = new ArrayList<>(pipeline.toMap().values());
        // Added first and the rest taken from the end: bytes that a decoder still has come to the
        // stream, and not to a handler that takes them for a request.
        ours.forEach(pipeline::addLast);
        for (ChannelHandler handler : speakers.reversed()) {
            if (!(handler instanceof SslHandler)) {
                pipeline.remove(handler);
            }
        }
        channel.config().setAutoRead(true);
    }

    private static boolean isHttp2(Channel channel) {
        return channel.pipeline().get(Http2ConnectionHandler.class) != null;
    }

    public static Channel channelOf(HttpRequest<?> request) {
        return netty(request).getChannelHandlerContext().channel();
    }

    /** The headers as Netty has them, its own among them. */
    public static HttpHeaders headersOf(HttpRequest<?> request) {
        return netty(request).getNativeRequest().headers();
    }

    private static NettyHttpRequest<?> netty(HttpRequest<?> request) {
        HttpRequest<?> innermost = request;
        while (innermost instanceof HttpRequestWrapper<?> wrapper) {
            innermost = wrapper.getDelegate();
        }
        if (innermost instanceof NettyHttpRequest<?> netty) {
            return netty;
        }
        throw new IllegalStateException("not a request of Netty: " + innermost.getClass());
    }
}
