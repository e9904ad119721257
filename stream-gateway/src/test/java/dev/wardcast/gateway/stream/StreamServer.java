package dev.wardcast.gateway.stream;

import dev.wardcast.eventlog.EventType;
import dev.wardcast.eventlog.LogOptions;
import dev.wardcast.eventlog.NewEvent;
import dev.wardcast.eventlog.RedisEventLog;
import dev.wardcast.eventlog.RedisLink;
import dev.wardcast.eventlog.Room;
import dev.wardcast.eventlog.follow.RoomHub;
import dev.wardcast.eventlog.follow.Start;
import dev.wardcast.gateway.GatewayConfiguration;
import dev.wardcast.gateway.access.RoomPlan;
import dev.wardcast.gateway.sse.SseWire;
import dev.wardcast.kit.access.Caller;
import dev.wardcast.kit.access.Role;
import dev.wardcast.kit.audit.Actor;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Streams without HTTP in front of them: whoever connects follows the room. */
final class StreamServer implements AutoCloseable {

    final Room room = new Room.PatientAlerts("p-" + UUID.randomUUID());
    final OpenStreams open = new OpenStreams();
    final RoomHub hub;
    private final RedisLink redis;
    private final RedisEventLog log;
    private final EventLoopGroup group;
    private final Channel server;

    Duration tokenLife = Duration.ofMinutes(10);
    Start start = new Start.Now();
    Wire wire = SseWire.DATA;
    Refill refill = Refill.NONE;
    final StreamStats stats = new StreamStats();
    final StreamHost host;

    /**
     * @param fast with the transport that the gateway uses on Linux, where it writes to sockets
     *     directly; else with that of any machine
     */
    StreamServer(String redisUrl, GatewayConfiguration configuration, boolean fast)
            throws InterruptedException {
        boolean epoll = fast && Epoll.isAvailable();
        group =
                new MultiThreadIoEventLoopGroup(
                        2, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        redis = RedisLink.connect(redisUrl);
        log = new RedisEventLog(redis, LogOptions.DEFAULTS);
        hub = new RoomHub(redis, LogOptions.DEFAULTS, UUID.randomUUID().toString());
        hub.start();
        host =
                new StreamHost(
                        hub, open, stats, configuration, PatientDeliveries.NONE, Receipts.NONE);
        server =
                new ServerBootstrap()
                        .group(group)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .childOption(ChannelOption.SO_SNDBUF, 8 * 1024)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        // Begun in a task of its own, as after an HTTP request.
                                        channel.eventLoop().execute(() -> begin(channel));
                                    }
                                })
                        .bind(new InetSocketAddress("127.0.0.1", 0))
                        .sync()
                        .channel();
    }

    private void begin(Channel channel) {
        Caller caller =
                new Caller("u1", "u1", Set.of(Role.CAREGIVER), "t1", Instant.now().plus(tokenLife));
        RoomPlan plan =
                any -> CompletableFuture.completedFuture(new RoomPlan.Rooms.Of(Set.of(room)));
        StreamRequest request =
                new StreamRequest(
                        "test",
                        caller,
                        Actor.user(caller, null, "test"),
                        "",
                        plan,
                        wire,
                        start,
                        Wanted.EVERYTHING,
                        refill);
        open.admit("u1", 100_000, 100_000);
        ChannelOutlet outlet = new ChannelOutlet(channel);
        ClientStream stream = host.stream(request, outlet, Set.of(room));
        outlet.carry(stream);
        channel.pipeline().addLast(outlet);
        stream.begin();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    void publish(int number) {
        publish(
                NewEvent.once(
                        UUID.randomUUID().toString(),
                        room,
                        EventType.PATIENT_ALERT,
                        Instant.now(),
                        data(number)));
    }

    /** A reading that a later one of the same device supersedes. */
    void publishReading(int number, String device) {
        publish(
                NewEvent.reading(
                        UUID.randomUUID().toString(),
                        room,
                        EventType.PATIENT_VITALS_UPDATE,
                        Instant.now(),
                        data(number),
                        device));
    }

    private static byte[] data(int number) {
        return ("{\"n\":" + number + ",\"pad\":\"" + "x".repeat(150) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void publish(NewEvent event) {
        try {
            log.publish(event).toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        server.close().sync();
        hub.close();
        redis.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
    }
}
