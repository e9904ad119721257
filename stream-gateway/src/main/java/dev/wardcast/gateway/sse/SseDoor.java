package dev.wardcast.gateway.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.ChannelOutlet;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.Http2Outlet;
import dev.wardcast.gateway.stream.StreamHost;
import dev.wardcast.gateway.stream.StreamRequest;
import dev.wardcast.kit.web.AnswerHeaders;
import dev.wardcast.kit.websocket.Takeover;
import io.micronaut.http.HttpRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Turns an accepted request into a stream of events.
 *
 * <p>Over HTTP/1.1 the body ends when the connection does; it has no length and no chunks, so that
 * one frame is the same bytes for everybody. Over HTTP/2 it is a stream beside others.
 */
@Singleton
public final class SseDoor {

    private static final Map<String, String> HEAD =
            Map.of(
                    "Content-Type", "text/event-stream",
                    "Cache-Control", "no-cache",
                    "X-Accel-Buffering", "no");

    private final StreamHost host;
    private final AnswerHeaders common;

    SseDoor(StreamHost host, AnswerHeaders common) {
        this.host = host;
        this.common = common;
    }

    /**
     * To be called when nothing can be refused any more; the HTTP request is never answered
     * otherwise.
     *
     * @param opened given the stream once it is among the open ones, on its loop
     */
    public void open(
            HttpRequest<?> http,
            StreamRequest request,
            Collection<Room> rooms,
            Consumer<ClientStream> opened) {
        Channel channel = Takeover.channelOf(http);
        Map<String, String> head = new TreeMap<>(HEAD);
        head.putAll(common.of(http));
        channel.eventLoop()
                .execute(() -> {
                    Optional<ClientStream> begun =
                            Http2Outlet.fits(channel)
                                    ? besideOthers(http, head, request, rooms)
                                    : alone(channel, head, request, rooms);
                    begun.ifPresentOrElse(
                            stream -> {
                                stream.begin();
                                opened.accept(stream);
                            },
                            () -> host.open().release(request.caller().userId()));
                });
    }

    private Optional<ClientStream> alone(
            Channel channel,
            Map<String, String> head,
            StreamRequest request,
            Collection<Room> rooms) {
        if (!Takeover.claim(channel)) {
            return Optional.empty();
        }
        ChannelOutlet outlet = new ChannelOutlet(channel);
        ClientStream stream = host.stream(request, outlet, rooms);
        outlet.carry(stream);
        Takeover.replaceHandlers(channel, List.of(outlet));
        StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\n");
        head.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        text.append("Connection: close\r\n\r\n");
        outlet.write(Unpooled.copiedBuffer(text, US_ASCII));
        return Optional.of(stream);
    }

    private Optional<ClientStream> besideOthers(
            HttpRequest<?> http,
            Map<String, String> head,
            StreamRequest request,
            Collection<Room> rooms) {
        return Http2Outlet.open(Takeover.channelOf(http), Takeover.headersOf(http), head)
                .map(outlet -> {
                    ClientStream stream = host.stream(request, outlet, rooms);
                    outlet.carry(stream);
                    return stream;
                });
    }
}
