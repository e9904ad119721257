package dev.wardcast.bench.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisClient;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The least that makes posts durable: each reading's share of the body goes into a stream,
 * pipelined on one connection, and 202 is answered when Redis has them all. No keys, no JSON, no
 * doubles.
 */
final class BareIntakeServer {

    /** As many streams as our queue has partitions, bounded so that memory stays what it is. */
    private static final int STREAMS = 8;

    private static final int MOST_KEPT = 100_000;
    private static final byte[] FIELD = {'s'};
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] LENGTH = "Content-Length: ".getBytes(US_ASCII);
    private static final byte[] ANSWER =
            "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

    private final RedisAsyncCommands<byte[], byte[]> redis;
    private final int readings;

    private BareIntakeServer(RedisAsyncCommands<byte[], byte[]> redis, int readings) {
        this.redis = redis;
        this.readings = readings;
    }

    public static void main(String[] arguments) throws InterruptedException {
        BareIntakeServer server =
                new BareIntakeServer(
                        RedisClient.create(arguments[0]).connect(ByteArrayCodec.INSTANCE).async(),
                        Integer.parseInt(arguments[2]));
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
                                channel.pipeline().addLast(server.new Posts());
                            }
                        })
                .bind(Integer.parseInt(arguments[1]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    /** One connection; a device sends its next post after the answer. */
    private final class Posts extends ByteToMessageDecoder {

        private byte[] stream = {};

        @Override
        public void channelActive(ChannelHandlerContext context) {
            int number = Math.floorMod(context.channel().id().hashCode(), STREAMS);
            stream = ("bare:" + number).getBytes(US_ASCII);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            int head = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HEAD), in);
            if (head < 0) {
                return;
            }
            int length = length(in);
            int begin = head + END_OF_HEAD.length;
            if (in.writerIndex() - begin < length) {
                return;
            }
            byte[] body = new byte[length];
            in.getBytes(begin, body);
            in.readerIndex(begin + length);
            store(body)
                    .whenComplete((stored, failure) -> {
                        if (failure == null) {
                            context.writeAndFlush(Unpooled.wrappedBuffer(ANSWER));
                        } else {
                            context.close();
                        }
                    });
        }

        private int length(ByteBuf in) {
            int at = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(LENGTH), in) + LENGTH.length;
            int length = 0;
            for (byte digit; (digit = in.getByte(at)) >= '0' && digit <= '9'; at++) {
                length = 10 * length + digit - '0';
            }
            return length;
        }

        private CompletableFuture<?> store(byte[] body) {
            XAddArgs bounded = XAddArgs.Builder.maxlen(MOST_KEPT).approximateTrimming();
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            int share = body.length / readings;
            for (int i = 0; i < readings; i++) {
                byte[] part = Arrays.copyOfRange(body, i * share, (i + 1) * share);
                // Redis answers in order: the last answer stands for all.
                last = redis.xadd(stream, bounded, Map.of(FIELD, part)).toCompletableFuture();
            }
            return last;
        }
    }
}
