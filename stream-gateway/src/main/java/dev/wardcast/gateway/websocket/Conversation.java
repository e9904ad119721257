package dev.wardcast.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wardcast.gateway.stream.ChannelOutlet;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.Ending;
import dev.wardcast.kit.websocket.WebSocketFrames;
import io.netty.buffer.ByteBufUtil;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client says, message by message: the next is taken up when the one before is answered,
 * so that subscribing and unsubscribing end as they were said. On the connection's loop.
 */
final class Conversation implements ChannelOutlet.Inbound {

    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final String NOT_A_FRAME =
            "a frame that is not of WebSocket (expected: RFC 6455, masked)";
    private static final int NORMAL_CLOSURE = 1000;

    /** The first reserved bit (RFC 7692, 6); the decoder lets it through only where agreed. */
    private static final int COMPRESSED = 4;

    /** Said while an earlier message is still being answered. */
    private static final int MOST_WAITING = 128;

    private final Conversations common;
    private final ClientStream stream;
    private final Commands commands;
    private final Runnable goodbye;
    private final Queue<ClientMessage> waiting = new ArrayDeque<>(2);
    private @Nullable TokenBucket rate;
    private boolean busy;
    private boolean over;

    Conversation(Conversations common, ClientStream stream, Talk talk, Runnable goodbye) {
        this.common = common;
        this.stream = stream;
        this.goodbye = goodbye;
        this.commands = new Commands(common, stream, talk);
    }

    @Override
    public void read(Object message) {
        try {
            if (message instanceof CloseWebSocketFrame close) {
                goodbye.run();
                over = true;
                int code = close.statusCode() < 0 ? NORMAL_CLOSURE : close.statusCode();
                stream.closeAfter(WebSocketFrames.close(code, ""));
            } else if (!over && !stream.isOver() && message instanceof WebSocketFrame frame) {
                stream.heard();
                take(frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(WebSocketFrame frame) {
        boolean compressed = frame instanceof TextWebSocketFrame && frame.rsv() == COMPRESSED;
        if (frame.rsv() != 0 && !compressed) {
            refuse(Ending.MALFORMED_MESSAGE, NOT_A_FRAME);
            return;
        }
        switch (frame) {
            case PingWebSocketFrame ping -> {
                if (mayTalk()) {
                    stream.send(WebSocketFrames.pong(ByteBufUtil.getBytes(ping.content())));
                }
            }
            case TextWebSocketFrame text -> {
                if (mayTalk()) {
                    byte[] bytes = ByteBufUtil.getBytes(text.content());
                    text(compressed ? Deflate.inflate(bytes, common.largestMessage()) : bytes);
                }
            }
            case BinaryWebSocketFrame ignored ->
                    refuse(
                            Ending.MALFORMED_MESSAGE,
                            "a binary message (expected: text that is one JSON object)");
            // A pong, which is a sign of life and nothing else.
            default -> {}
        }
    }

    private boolean mayTalk() {
        if (rate == null) {
            rate = common.rates().ofConnection();
        }
        if (rate.take(System.nanoTime()) && waiting.size() < MOST_WAITING) {
            return true;
        }
        refuse(Ending.RATE_EXCEEDED, "more messages than allowed; come back more slowly");
        return false;
    }

    private void text(byte[] bytes) {
        ClientMessage message = understood(bytes);
        if (message == null) {
            refuse(
                    Ending.MALFORMED_MESSAGE,
                    "a message that is not understood (expected: one JSON object with \"type\")");
        } else if (!common.rates().userMaySay(stream.caller().userId())) {
            // This connection may be a quiet one, which others of the same user outshout: it is
            // told, and stays.
            answer(
                    Reply.error(
                            "user_rate_exceeded",
                            "not done: more messages than allowed on all your connections"));
        } else if (busy && !message.type().equals("ping")) {
            waiting.add(message);
        } else {
            carryOut(message);
        }
    }

    private @Nullable ClientMessage understood(byte[] bytes) {
        try {
            // A decoder of its own, because the parser lets through what is not quite UTF-8.
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return ClientMessage.parse(text);
        } catch (IOException | RuntimeException notOurs) {
            return null;
        }
    }

    private void carryOut(ClientMessage first) {
        // A loop, not a chain of calls: most are answered at once, and a client may send many.
        ClientMessage message = first;
        while (message != null) {
            CompletionStage<Reply> answer = commands.carryOut(message);
            var now = answer.toCompletableFuture();
            if (!now.isDone()) {
                busy = true;
                answer.whenComplete((reply, failure) -> onLoop(() -> goOn(reply)));
                return;
            }
            answer(now.isCompletedExceptionally() ? null : now.join());
            message = over || stream.isOver() ? null : waiting.poll();
        }
    }

    /** At once where it can be: what a command began may speak in the next task. */
    private void onLoop(Runnable task) {
        if (stream.inLoop()) {
            task.run();
        } else {
            stream.execute(task);
        }
    }

    private void goOn(@Nullable Reply reply) {
        busy = false;
        if (over) {
            return;
        }
        answer(reply);
        ClientMessage next = waiting.poll();
        if (next != null) {
            carryOut(next);
        }
    }

    private void answer(@Nullable Reply reply) {
        Reply said =
                reply != null
                        ? reply
                        : Reply.error("unavailable", "This can't be done now; try again.");
        if (!stream.send(said.frame(common.json()))) {
            refuse(Ending.RATE_EXCEEDED, "answers are not read");
        }
    }

    private void refuse(Ending ending, String message) {
        if (!over) {
            over = true;
            waiting.clear();
            stream.send(Reply.error(ending.reason(), message).frame(common.json()));
            stream.end(ending);
        }
    }

    @Override
    public void failed(Throwable cause) {
        switch (cause) {
            case CorruptedWebSocketFrameException broken
                    when broken.closeStatus() == WebSocketCloseStatus.MESSAGE_TOO_BIG ->
                    tooLarge();
            case TooLongFrameException ignored -> tooLarge();
            case DecoderException ignored -> refuse(Ending.MALFORMED_MESSAGE, NOT_A_FRAME);
            default -> {
                if (!(cause instanceof IOException)) {
                    LOG.error("A message of a client could not be treated", cause);
                }
                over = true;
                goodbye.run();
                stream.broken();
            }
        }
    }

    private void tooLarge() {
        refuse(Ending.MESSAGE_TOO_LARGE, "a message that is too large");
    }
}
