package dev.wardcast.gateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.HttpConversionUtil;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * A stream of HTTP/2. Frames become DATA as they are; Netty's flow control holds back those that
 * the client's window has no room for, and they count as pending until then. It has no limit of its
 * own: whoever writes stops at a number of pending messages.
 *
 * <p>The framework never learns that the request was answered. It keeps the request with the
 * stream, and both go when the stream does.
 */
public final class Http2Outlet implements Outlet, ChannelFutureListener {

    private static final String STREAM_ID =
            HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text().toString();

    private final Http2Socket socket;
    private final int id;
    private final Queue<Waiting> waiting = new ArrayDeque<>(1);
    private long written;
    private long taken;
    private boolean open = true;
    private Runnable gone = () -> {};

    private record Waiting(long upTo, Runnable then) {}

    private Http2Outlet(Http2Socket socket, int id) {
        this.socket = socket;
        this.id = id;
    }

    /** Whether requests on this channel are streams of HTTP/2. On any thread. */
    public static boolean fits(Channel channel) {
        return Http2Socket.speaks(channel);
    }

    /**
     * Answers a request with 200 and these headers, and keeps the body open. On the channel's event
     * loop.
     *
     * @param request the headers of the request as Netty has them: they say which stream it is
     * @param answer those of HTTP/1.1 connections left out
     * @return empty if the client has left, or the request is answered in this way already
     */
    public static Optional<Http2Outlet> open(
            Channel channel, HttpHeaders request, Map<String, String> answer) {
        Http2Socket socket = Http2Socket.of(channel);
        // Set by Netty over whatever the client says; not there for the request that was an
        // upgrade.
        int id = request.getInt(STREAM_ID, 1);
        Http2Stream stream = socket.stream(id);
        if (stream == null || !stream.state().localSideOpen()) {
            return Optional.empty();
        }
        Http2Outlet outlet = new Http2Outlet(socket, id);
        if (!socket.register(stream, outlet)) {
            return Optional.empty();
        }
        Http2Headers head = new DefaultHttp2Headers().status("200");
        answer.forEach((name, value) -> head.set(name.toLowerCase(Locale.ROOT), value));
        socket.encoder().writeHeaders(socket.ctx, id, head, 0, false, socket.ctx.newPromise());
        socket.flushSoon();
        return Optional.of(outlet);
    }

    /** The stream to be told when this is over, whoever ended it. To be called at once. */
    public void carry(ClientStream carried) {
        whenOver(carried::gone);
    }

    void whenOver(Runnable told) {
        gone = told;
    }

    @Override
    public EventLoop loop() {
        return socket.ctx.channel().eventLoop();
    }

    @Override
    public void write(ByteBuf frame) {
        if (!open) {
            frame.release();
            return;
        }
        written++;
        socket.encoder()
                .writeData(
                        socket.ctx, id, frame, 0, false, socket.ctx.newPromise().addListener(this));
    }

    /** A frame was taken, or dropped with its stream. In the order of their writes. */
    @Override
    public void operationComplete(ChannelFuture frame) {
        taken++;
        while (frame.isSuccess() && !waiting.isEmpty() && waiting.element().upTo() <= taken) {
            loop().execute(waiting.remove().then());
        }
    }

    @Override
    public void flush() {
        socket.flushSoon();
    }

    @Override
    public int pending() {
        return (int) (written - taken);
    }

    @Override
    public void whenDrained(Runnable then) {
        if (taken == written) {
            loop().execute(then);
        } else {
            waiting.add(new Waiting(written, then));
            socket.flushSoon();
        }
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            socket.encoder()
                    .writeData(
                            socket.ctx,
                            id,
                            Unpooled.EMPTY_BUFFER,
                            0,
                            true,
                            socket.ctx.newPromise().addListener(ended -> socket.endRequest(id)));
            socket.flushSoon();
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /** The stream is no more. */
    void over() {
        open = false;
        waiting.clear();
        gone.run();
    }
}
