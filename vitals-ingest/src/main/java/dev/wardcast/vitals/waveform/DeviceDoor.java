package dev.wardcast.vitals.waveform;

import dev.wardcast.eventlog.waveform.WaveformCodec;
import dev.wardcast.kit.problem.ProblemException;
import dev.wardcast.kit.web.AnswerHeaders;
import dev.wardcast.kit.websocket.Handshake;
import dev.wardcast.kit.websocket.Takeover;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Turns a device's upgrade request into its stream, or refuses it before it is one. */
@Singleton
final class DeviceDoor {

    private static final Duration LONGEST_LIFE = Duration.ofDays(365);
    private static final int RETRY_SECONDS = 5;

    private final DeviceHost host;
    private final AnswerHeaders common;

    DeviceDoor(DeviceHost host, AnswerHeaders common) {
        this.host = host;
        this.common = common;
    }

    /**
     * @return completes only if it is refused: an open stream is not HTTP any more
     * @throws ProblemException also through the stage
     */
    CompletionStage<HttpResponse<?>> open(
            HttpRequest<?> http, Handshake handshake, Source source, Credential credential) {
        takePlace();
        CompletableFuture<HttpResponse<?>> answer = new CompletableFuture<>();
        host.log()
                .takeOver(source.patient(), source.name(), source.owner())
                .whenComplete((taken, failure) -> {
                    if (failure == null) {
                        takeChannel(http, handshake, source, credential);
                    } else {
                        host.streams().release();
                        answer.completeExceptionally(
                                later("redis_away", "Waveforms can't be passed on at the moment"));
                    }
                });
        return answer;
    }

    private void takePlace() {
        if (host.streams().draining()) {
            throw later("draining", "This node is going away; another one takes over");
        }
        if (!host.streams().admit()) {
            throw later("node_full", "This node has as many device streams as it takes");
        }
    }

    private static ProblemException later(String code, String detail) {
        return ProblemException.retryLater(
                HttpStatus.SERVICE_UNAVAILABLE,
                code,
                detail + "; try again after " + RETRY_SECONDS + " s.",
                RETRY_SECONDS);
    }

    private void takeChannel(
            HttpRequest<?> http, Handshake handshake, Source source, Credential credential) {
        Channel channel = Takeover.channelOf(http);
        channel.eventLoop()
                .execute(() -> {
                    if (!Takeover.claim(channel)) {
                        host.streams().release();
                        return;
                    }
                    DeviceConnection connection =
                            new DeviceConnection(channel, source, credential, host);
                    Takeover.replaceHandlers(
                            channel,
                            List.of(
                                    decoder(),
                                    new WebSocketFrameAggregator(WaveformCodec.MOST_BYTES),
                                    connection));
                    channel.writeAndFlush(Unpooled.wrappedBuffer(handshake.head(common.of(http))));
                    connection.begin(millisUntil(credential.expiresAt()));
                });
    }

    private static WebSocket13FrameDecoder decoder() {
        return new WebSocket13FrameDecoder(
                WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(WaveformCodec.MOST_BYTES)
                        // It would send a frame object, which nothing here encodes.
                        .closeOnProtocolViolation(false)
                        .build());
    }

    private static long millisUntil(Instant end) {
        Instant last = Instant.now().plus(LONGEST_LIFE);
        return Math.max(
                0, Duration.between(Instant.now(), end.isBefore(last) ? end : last).toMillis());
    }
}
