package dev.wardcast.kit.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Knows which requests of an HTTP/1.1 connection wait for their answer. A stream ends HTTP on its
 * connection, so the answers to requests before it would be lost: it has to be first in line.
 */
public final class UnansweredRequests extends ChannelDuplexHandler {

    private final Queue<HttpRequest> waiting = new ConcurrentLinkedQueue<>();
    private boolean interim;

    /** Whether every request before this one has its answer. On any thread; it stays so. */
    static boolean isFirst(Channel channel, HttpRequest request) {
        UnansweredRequests all = channel.pipeline().get(UnansweredRequests.class);
        return all == null || all.waiting.peek() == request;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            waiting.add(request);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !interim) {
            waiting.poll();
        }
        ctx.write(message, promise);
    }
}
