package dev.wardcast.vitals.waveform;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.eventlog.waveform.WaveformFrame;
import dev.wardcast.eventlog.waveform.WaveformLog.Sent;
import dev.wardcast.kit.websocket.WebSocketFrames;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One device's WebSocket: frames in, acknowledgements and commands out. Everything happens on the
 * connection's event loop, except where it says otherwise.
 */
final class DeviceConnection extends ChannelInboundHandlerAdapter {

    private static final int NORMAL_CLOSURE = 1000;
    private static final int LONGEST_REASON = 123;
    private static final long PATIENCE_MILLIS = 5_000;
    private static final long PING_SECONDS = 10;
    private static final int MOST_SILENCES = 3;

    private final Channel channel;
    private final Source source;
    private final Credential credential;
    private final DeviceStreams streams;
    private final WaveformMetrics metrics;
    private final FlowControl flow;
    private final Forwarder forwarder;
    private final Feedback feedback;
    private volatile long decidedNanos = System.nanoTime();
    private int silences;
    private boolean over;

    DeviceConnection(Channel channel, Source source, Credential credential, DeviceHost host) {
        this.channel = channel;
        this.source = source;
        this.credential = credential;
        this.streams = host.streams();
        this.metrics = host.metrics();
        this.flow = host.flow(System.nanoTime());
        this.feedback = new Feedback(channel, flow, host);
        this.forwarder = host.forwarder(source, channel.eventLoop(), new Passed());
    }

    Source source() {
        return source;
    }

    Credential credential() {
        return credential;
    }

    // --- whether it still may; from any thread

    void decided() {
        decidedNanos = System.nanoTime();
    }

    Duration undecidedFor() {
        return Duration.ofNanos(System.nanoTime() - decidedNanos);
    }

    void endLater(DeviceEnding why) {
        channel.eventLoop().execute(() -> end(why, why.reason()));
    }

    // --- life

    /** To be called once the WebSocket is accepted. */
    void begin(long lifeMillis) {
        streams.opened(this);
        feedback.welcome();
        channel.eventLoop()
                .schedule(
                        () -> end(DeviceEnding.TOKEN_EXPIRED, "the token has ended"),
                        lifeMillis,
                        TimeUnit.MILLISECONDS);
        listenForSilence();
    }

    private void listenForSilence() {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (over) {
                                return;
                            }
                            if (silences++ >= MOST_SILENCES) {
                                end(DeviceEnding.UNRESPONSIVE, "pings went unanswered");
                            } else {
                                feedback.write(WebSocketFrames.ping());
                                listenForSilence();
                            }
                        },
                        PING_SECONDS,
                        TimeUnit.SECONDS);
    }

    private void end(DeviceEnding why, String detail) {
        if (over) {
            return;
        }
        over = true;
        forwarder.stop();
        feedback.stop();
        metrics.ended(why);
        feedback.write(DeviceMessages.error(why, detail));
        feedback.write(WebSocketFrames.close(why.code(), shortened(detail)));
        // What is closed with unread bytes in it is reset, and the device may never see why.
        channel.eventLoop().schedule(() -> channel.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static String shortened(String reason) {
        byte[] bytes = reason.getBytes(UTF_8);
        return bytes.length <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON / 3);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over = true;
        forwarder.stop();
        feedback.stop();
        streams.closed(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        feedback.tell();
    }

    // --- what comes in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof CloseWebSocketFrame close) {
                int code = close.statusCode() < 0 ? NORMAL_CLOSURE : close.statusCode();
                closeWith(code);
            } else if (!over && message instanceof WebSocketFrame frame) {
                silences = 0;
                take(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void closeWith(int code) {
        byte[] last = over ? new byte[0] : WebSocketFrames.close(code, "");
        over = true;
        forwarder.stop();
        feedback.stop();
        channel.writeAndFlush(Unpooled.wrappedBuffer(last))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void take(WebSocketFrame frame) {
        switch (frame) {
            case BinaryWebSocketFrame binary -> take(ByteBufUtil.getBytes(binary.content()));
            case PingWebSocketFrame ping ->
                    feedback.write(WebSocketFrames.pong(ByteBufUtil.getBytes(ping.content())));
            case TextWebSocketFrame ignored ->
                    end(
                            DeviceEnding.MALFORMED_FRAME,
                            "a text message (expected: binary frames of docs/waveforms.md)");
            // A pong, which is a sign of life and nothing else.
            default -> {}
        }
    }

    private void take(byte[] bytes) {
        if (!flow.arrived(bytes.length, System.nanoTime())) {
            end(DeviceEnding.CREDIT_EXCEEDED, "more frames ahead than the credit allows");
            return;
        }
        FrameRules.Judged judged = FrameRules.judge(bytes);
        if (judged.frame().isEmpty()) {
            end(DeviceEnding.MALFORMED_FRAME, judged.fault());
            return;
        }
        WaveformFrame frame = judged.frame().get();
        forwarder.send(new Sent(frame.stream(), frame.sequence(), bytes));
    }

    /** What became of the frames. */
    private final class Passed implements Forwarder.Listener {
        @Override
        public void passed(Forwarder.Batch batch) {
            metrics.passed(batch);
            feedback.passed(batch);
        }

        @Override
        public void taken() {
            end(DeviceEnding.TAKEN_OVER, DeviceEnding.TAKEN_OVER.reason());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException broken
                    when broken.closeStatus() == WebSocketCloseStatus.MESSAGE_TOO_BIG ->
                    tooLarge();
            case TooLongFrameException ignored -> tooLarge();
            case DecoderException ignored ->
                    end(DeviceEnding.MALFORMED_FRAME, "not of WebSocket (expected: RFC 6455)");
            default -> ctx.close();
        }
    }

    private void tooLarge() {
        end(DeviceEnding.FRAME_TOO_LARGE, "a frame that is larger than max_frame_bytes");
    }
}
