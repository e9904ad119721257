package dev.wardcast.gateway.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** A connection that belongs to one stream: the last handler of its channel. */
public final class ChannelOutlet extends ChannelInboundHandlerAdapter implements Outlet {

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
    private int unflushed;

    public ChannelOutlet(Channel channel) {
        this.channel = channel;
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
        unflushed++;
        channel.write(frame, channel.voidPromise());
    }

    @Override
    public void flush() {
        unflushed = 0;
        channel.flush();
    }

    @Override
    public int pending() {
        ChannelOutboundBuffer flushed = channel.unsafe().outboundBuffer();
        return flushed == null ? 0 : flushed.size() + unflushed;
    }

    @Override
    public void whenDrained(Runnable then) {
        unflushed = 0;
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(written -> {
                    if (written.isSuccess()) {
                        // The caller may be in the middle of a run of events.
                        channel.eventLoop().execute(then);
                    }
                });
    }

    @Override
    public void close() {
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
