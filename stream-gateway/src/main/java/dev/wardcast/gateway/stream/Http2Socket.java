package dev.wardcast.gateway.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * What the streams of one HTTP/2 connection share: whoever is to hear of a stream's end, and the
 * flush. An event that goes to a hundred of them is a hundred frames in one write to the socket.
 */
final class Http2Socket extends Http2ConnectionAdapter {

    private static final AttributeKey<Http2Socket> KEY =
            AttributeKey.valueOf("dev.wardcast.gateway.http2");

    final ChannelHandlerContext ctx;
    private final Http2ConnectionHandler handler;
    private final Http2Connection.PropertyKey outlet;
    private boolean flushComes;

    private Http2Socket(ChannelHandlerContext ctx, Http2ConnectionHandler handler) {
        this.ctx = ctx;
        this.handler = handler;
        this.outlet = handler.connection().newKey();
    }

    static boolean speaks(Channel channel) {
        return channel.pipeline().get(Http2ConnectionHandler.class) != null;
    }

    /** On the connection's event loop. */
    static Http2Socket of(Channel channel) {
        Http2Socket known = channel.attr(KEY).get();
        if (known != null) {
            return known;
        }
        ChannelHandlerContext ctx = channel.pipeline().context(Http2ConnectionHandler.class);
        Http2ConnectionHandler handler = (Http2ConnectionHandler) ctx.handler();
        Http2Socket made = new Http2Socket(ctx, handler);
        handler.connection().addListener(made);
        channel.attr(KEY).set(made);
        return made;
    }

    Http2ConnectionEncoder encoder() {
        return handler.encoder();
    }

    /**
     * @return {@code null} if the stream is over
     */
    @Nullable Http2Stream stream(int id) {
        return handler.connection().stream(id);
    }

    /**
     * @return false if the stream has an outlet already
     */
    boolean register(Http2Stream stream, Http2Outlet itsOutlet) {
        Http2Outlet before = stream.getProperty(outlet);
        if (before == null) {
            stream.setProperty(outlet, itsOutlet);
        }
        return before == null;
    }

    /** After the task that is running now, for all streams that asked for it. */
    void flushSoon() {
        if (!flushComes) {
            flushComes = true;
            ctx.executor().execute(this::flush);
        }
    }

    private void flush() {
        flushComes = false;
        handler.flush(ctx);
    }

    /** A request whose body nobody waits for is not to keep an answered stream alive. */
    void endRequest(int id) {
        Http2Stream stream = stream(id);
        if (stream != null && stream.state().remoteSideOpen()) {
            handler.resetStream(ctx, id, Http2Error.NO_ERROR.code(), ctx.newPromise());
            flushSoon();
        }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
        // By either side, by a reset, or because the whole connection ended.
        Http2Outlet over = stream.getProperty(outlet);
        if (over != null) {
            over.over();
        }
    }
}
