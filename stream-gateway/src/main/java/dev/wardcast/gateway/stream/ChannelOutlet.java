package dev.wardcast.gateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection that belongs to one stream: the last handler of its channel. */
public final class ChannelOutlet extends ChannelInboundHandlerAdapter implements Outlet {

    /** Who does not take the last words is not waited for any longer. */
    private static final long PATIENCE_MILLIS = 5_000;

    /** What becomes of what the client sends. On the loop. */
    public interface Inbound {

        /** Takes over the reference. */
        void read(Object message);

        /** The client broke the protocol, or the connection. */
        void failed(Throwable cause);
    }

    private final Channel channel;
    private @Nullable ClientStream stream;
    private @Nullable Inbound inbound;
    private boolean closing;
    private boolean goodbyeSaid;

    /** Where bytes can go straight to the socket; not under TLS, and not with every transport. */
    private final @Nullable FileDescriptor socket;

    /** Messages given to the channel since it was last known to be empty. */
    private int queued;

    private boolean unflushed;

    /**
     * @param channel one whose only outbound handler is that of TLS, if any
     */
    public ChannelOutlet(Channel channel) {
        this.channel = channel;
        this.socket =
                channel instanceof UnixChannel unix
                                && channel.pipeline().get(SslHandler.class) == null
                        ? unix.fd()
                        : null;
    }

    /** To be called before anything can be read. */
    public void carry(ClientStream carried) {
        this.stream = carried;
    }

    /** Without it, what the client sends is thrown away. */
    public void hear(Inbound listener) {
        this.inbound = listener;
    }

    @Override
    public EventLoop loop() {
        return channel.eventLoop();
    }

    @Override
    public void write(ByteBuf frame) {
        queued++;
        unflushed = true;
        channel.write(frame, channel.voidPromise());
    }

    /**
     * While nothing waits in the channel, the piece goes to the socket with one system call and
     * nothing else: no buffer, no promise and no entry of a queue for each client. What the socket
     * does not take goes the usual way.
     */
    @Override
    public void writeShared(ByteBuf frames, int from, int to, int messages) {
        int left = isEmpty() ? writeNow(frames, from, to) : from;
        if (left < to) {
            queued += messages;
            unflushed = true;
            channel.write(frames.retainedSlice(left, to - left), channel.voidPromise());
        }
    }

    /**
     * @return where the socket stopped taking
     */
    private int writeNow(ByteBuf frames, int from, int to) {
        // The descriptor's number may be another connection's as soon as this one is closed, which
        // happens on this thread only.
        if (socket == null || !socket.isOpen() || !frames.hasMemoryAddress()) {
            return from;
        }
        try {
            return from + socket.writeAddress(frames.memoryAddress(), from, to);
        } catch (IOException broken) {
            // In a task of its own: the caller is in the middle of many clients.
            channel.eventLoop().execute(channel::close);
            return to;
        }
    }

    private boolean isEmpty() {
        if (queued == 0) {
            return true;
        }
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (!unflushed && waiting != null && waiting.isEmpty()) {
            queued = 0;
            return true;
        }
        return false;
    }

    @Override
    public void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    @Override
    public int pending() {
        return isEmpty() ? 0 : queued;
    }

    @Override
    public void whenDrained(Runnable then) {
        unflushed = false;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> {
                    if (written.isSuccess()) {
                        // The caller may be in the middle of a run of events.
                        channel.eventLoop().execute(then);
                    }
                });
    }

    /**
     * Where there is somebody to hear the client, its goodbye is waited for: a socket that is
     * closed with bytes in it that nobody read is reset, and the client may never see our last
     * words.
     */
    @Override
    public void close() {
        closing = true;
        if (inbound == null || goodbyeSaid) {
            closeAfterFlush();
        } else {
            flush();
        }
        if (channel.isOpen()) {
            channel.eventLoop()
                    .schedule(() -> channel.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The client has nothing more to say, or nothing that can be understood. */
    public void goodbye() {
        goodbyeSaid = true;
        if (closing) {
            closeAfterFlush();
        }
    }

    private void closeAfterFlush() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (inbound == null) {
            ReferenceCountUtil.release(message);
        } else {
            inbound.read(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        gone();
    }

    private void gone() {
        if (stream != null) {
            stream.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (inbound != null && ctx.channel().isActive()) {
            inbound.failed(cause);
        } else {
            // A reset by the client, nearly always; the channel is of no further use either way.
            gone();
            ctx.close();
        }
    }
}
