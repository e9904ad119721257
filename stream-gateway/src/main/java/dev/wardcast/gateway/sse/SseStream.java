package dev.wardcast.gateway.sse;

import dev.wardcast.eventlog.Cursor;
import dev.wardcast.eventlog.LogEvent;
import dev.wardcast.eventlog.Position;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.Follower;
import dev.wardcast.eventlog.follow.Following;
import dev.wardcast.eventlog.follow.Gap;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.kit.access.Caller;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream: the last handler of its channel, and the follower of its rooms. Everything
 * happens on the channel's event loop.
 *
 * <p>The write path in full: {@link #event} takes the loop's shared frame and writes a duplicate of
 * it; {@link #flush} flushes once for a run of events; {@link #wantsMore} says no when {@code
 * maxPending} messages wait in the channel, and the hub then leaves this client alone until what
 * was written has left for the socket.
 */
public final class SseStream extends ChannelInboundHandlerAdapter implements Follower {

    private final StreamRequest request;
    private final LoopStreams loop;
    private final OpenStreams open;
    private final Channel channel;
    private final HashSet<Room> rooms;

    private @Nullable Following following;
    private @Nullable ScheduledFuture<?> expiry;
    private int slot = -1;
    private int unflushed;
    private boolean drainAwaited;
    private boolean positionOwed;
    private boolean ended;

    SseStream(
            StreamRequest request,
            LoopStreams loop,
            OpenStreams open,
            Channel channel,
            Collection<Room> rooms) {
        this.request = request;
        this.loop = loop;
        this.open = open;
        this.channel = channel;
        this.rooms = new HashSet<>(rooms);
    }

    public Caller caller() {
        return request.caller();
    }

    public StreamRequest request() {
        return request;
    }

    /** Runs something on the stream's loop, unless the stream is over by then. */
    public void execute(Runnable task) {
        channel.eventLoop()
                .execute(() -> {
                    if (!ended) {
                        task.run();
                    }
                });
    }

    // --- life

    void begin() {
        if (!channel.isActive()) {
            return;
        }
        open.add(this);
        slot = loop.add(this);
        Start start = request.position().<Start>map(Start.After::new).orElse(new Start.Now());
        following = request.hub().follow(rooms, start, this, channel.eventLoop());
        Duration left = Duration.between(Instant.now(), request.caller().expiresAt());
        expiry =
                channel.eventLoop()
                        .schedule(
                                () -> end("token_expired", "{\"reason\":\"token_expired\"}"),
                                Math.max(0, left.toMillis()),
                                TimeUnit.MILLISECONDS);
    }

    /** Says why, and closes. */
    public void end(String event, String json) {
        if (!ended) {
            write(SseFrames.frame("", event, json));
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            over();
        }
    }

    private void over() {
        if (ended) {
            return;
        }
        ended = true;
        open.remove(this);
        if (slot >= 0) {
            loop.remove(this, slot);
        }
        if (following != null) {
            following.close();
        }
        if (expiry != null) {
            expiry.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        over();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset by the client, nearly always; the channel is of no further use either way.
        over();
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        // Nothing more is expected from the client.
        ReferenceCountUtil.release(message);
    }

    // --- rooms

    /** Makes the rooms these; what left gets through no more, what came flows from now on. */
    public void setRooms(Set<Room> wanted) {
        Following now = following;
        if (now == null || ended) {
            return;
        }
        for (Room room : Set.copyOf(rooms)) {
            if (!wanted.contains(room)) {
                rooms.remove(room);
                now.leave(room);
            }
        }
        for (Room room : wanted) {
            if (rooms.add(room)) {
                now.join(room);
            }
        }
    }

    public Set<Room> rooms() {
        return Set.copyOf(rooms);
    }

    // --- events

    @Override
    public void started() {
        write(SseFrames.opening(request.retry().toMillis(), positionText()));
        channel.flush();
    }

    @Override
    public void event(LogEvent event) {
        if (ended) {
            return;
        }
        ByteBuf frame = loop.frame(event, request.dialect());
        unflushed++;
        if (inOnePartition()) {
            channel.write(frame.retainedDuplicate(), channel.voidPromise());
        } else {
            // All but the empty line that ends the block, and then the id that counts.
            channel.write(frame.retainedSlice(0, frame.readableBytes() - 1), channel.voidPromise());
            write(SseFrames.closingId(positionText()));
        }
        positionOwed = false;
    }

    @Override
    public void flush() {
        unflushed = 0;
        channel.flush();
    }

    @Override
    public boolean wantsMore() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || waiting.size() + unflushed < request.maxPending()) {
            return true;
        }
        if (!drainAwaited) {
            drainAwaited = true;
            unflushed = 0;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    // In a task of its own: the hub must have our answer before it is told to go
                    // on.
                    .addListener(written -> execute(this::drained));
        }
        return false;
    }

    private void drained() {
        drainAwaited = false;
        if (following != null) {
            following.resume();
        }
    }

    @Override
    public void gap(Gap gap) {
        if (ended) {
            return;
        }
        write(SseFrames.frame("", "gap", GapNotice.json(gap.rooms(), "lost")));
        channel.flush();
        positionOwed = true;
        request.refill()
                .fetch(request, gap)
                .whenComplete((refill, failure) ->
                        execute(() -> {
                            if (refill == null) {
                                write(
                                        SseFrames.frame(
                                                "",
                                                "gap",
                                                GapNotice.json(gap.rooms(), "not_refilled")));
                                gap.passed(Set.of());
                            } else {
                                refill.events()
                                        .forEach(json -> write(request.dialect().refilled(json)));
                                gap.passed(refill.ids());
                            }
                            channel.flush();
                        }));
    }

    @Override
    public void caughtUp() {
        if (positionOwed && !ended) {
            // A client that leaves now must not be told of the same gap again.
            positionOwed = false;
            write(SseFrames.position(positionText()));
            channel.flush();
        }
    }

    void keepAlive(ByteBuf comment) {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting != null && waiting.isEmpty()) {
            channel.writeAndFlush(comment, channel.voidPromise());
        }
    }

    private boolean inOnePartition() {
        return following != null && following.inOnePartition();
    }

    /** Empty while nothing is known to have been delivered: such a position means nothing. */
    private String positionText() {
        return Optional.ofNullable(following)
                .map(Following::position)
                .filter(position -> !position.cursors().containsValue(Cursor.UNKNOWN))
                .map(Position::text)
                .orElse("");
    }

    private void write(byte[] bytes) {
        channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    }
}
