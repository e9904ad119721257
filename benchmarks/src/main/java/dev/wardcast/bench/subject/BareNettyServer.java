package dev.wardcast.bench.subject;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.load.Request;
import dev.wardcast.bench.load.Transport;
import io.lettuce.core.RedisClient;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The least that delivers: whoever connects gets what is published for the room in the path. All
 * events that wait are written to a client before its flush, as the gateway does it.
 */
final class BareNettyServer {

    static final String CHANNEL = "bench";

    private final Transport transport;
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();

    private BareNettyServer(Transport transport) {
        this.transport = transport;
    }

    public static void main(String[] arguments) throws InterruptedException {
        BareNettyServer server = new BareNettyServer(Transport.valueOf(arguments[2]));
        var redis = RedisClient.create(arguments[0]).connectPubSub();
        redis.addListener(
                new RedisPubSubAdapter<String, String>() {
                    @Override
                    public void message(String channel, String message) {
                        server.publish(message);
                    }
                });
        redis.sync().subscribe(CHANNEL);
        var group =
                new MultiThreadIoEventLoopGroup(
                        Runtime.getRuntime().availableProcessors(), EpollIoHandler.newFactory());
        new ServerBootstrap()
                .group(group)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(server.new Client());
                            }
                        })
                .bind(Integer.parseInt(arguments[1]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private void publish(String message) {
        int blank = message.indexOf(' ');
        int room = Integer.parseInt(message.substring(0, blank));
        byte[] frame = frame(message.substring(blank + 1));
        loops.values().forEach(loop -> loop.add(new Event(room, frame)));
    }

    private byte[] frame(String json) {
        return switch (transport) {
            // As long an id as Wardcast's.
            case SSE -> ("id: b174ug-hoclp0rtrq\ndata: " + json + "\n\n").getBytes(US_ASCII);
            case WEBSOCKET -> {
                byte[] data = json.getBytes(US_ASCII);
                ByteBuf frame = Unpooled.buffer(data.length + 4).writeByte(0x81);
                if (data.length < 126) {
                    frame.writeByte(data.length);
                } else {
                    frame.writeByte(126).writeShort(data.length);
                }
                frame.writeBytes(data);
                byte[] bytes = new byte[frame.readableBytes()];
                frame.readBytes(bytes);
                yield bytes;
            }
        };
    }

    private String head(String request) {
        return switch (transport) {
            case SSE ->
                    """
                    HTTP/1.1 200 OK\r
                    Content-Type: text/event-stream\r
                    Cache-Control: no-cache\r
                    X-Accel-Buffering: no\r
                    Connection: close\r
                    \r
                    retry: 2000

                    """;
            case WEBSOCKET ->
                    """
                    HTTP/1.1 101 Switching Protocols\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Accept: %s\r
                    \r
                    """
                            .formatted(Request.accept(key(request)));
        };
    }

    private static String key(String request) {
        String name = "Sec-WebSocket-Key: ";
        int at = request.indexOf(name) + name.length();
        return request.substring(at, request.indexOf('\r', at));
    }

    private record Event(int room, byte[] frame) {}

    /** The clients of one event loop. */
    private static final class Loop {
        private final EventLoop loop;
        private final Map<Integer, List<Channel>> rooms = new HashMap<>();
        private final Queue<Event> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean woken = new AtomicBoolean();

        Loop(EventLoop loop) {
            this.loop = loop;
        }

        void add(Event event) {
            waiting.add(event);
            if (woken.compareAndSet(false, true)) {
                loop.execute(this::write);
            }
        }

        private void write() {
            woken.set(false);
            Map<Integer, List<ByteBuf>> byRoom = new HashMap<>();
            for (Event event; (event = waiting.poll()) != null; ) {
                byRoom.computeIfAbsent(event.room(), room -> new ArrayList<>())
                        .add(
                                ByteBufAllocator.DEFAULT
                                        .directBuffer(event.frame().length)
                                        .writeBytes(event.frame()));
            }
            byRoom.forEach((room, frames) -> {
                for (Channel channel : rooms.getOrDefault(room, List.of())) {
                    for (ByteBuf frame : frames) {
                        channel.write(frame.retainedDuplicate(), channel.voidPromise());
                    }
                    channel.flush();
                }
                frames.forEach(ByteBuf::release);
            });
        }
    }

    private final class Client extends ChannelInboundHandlerAdapter {
        private String request = "";

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            request += bytes.toString(US_ASCII);
            bytes.release();
            if (request.startsWith("GET /") && request.endsWith("\r\n\r\n")) {
                int room = Integer.parseInt(request.substring(5, request.indexOf(' ', 5)));
                context.writeAndFlush(Unpooled.copiedBuffer(head(request), US_ASCII));
                loops.computeIfAbsent(context.channel().eventLoop(), Loop::new)
                        .rooms
                        .computeIfAbsent(room, number -> new ArrayList<>())
                        .add(context.channel());
                request = "";
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
