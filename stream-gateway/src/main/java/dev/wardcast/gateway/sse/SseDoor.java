package dev.wardcast.gateway.sse;

import dev.wardcast.eventlog.Room;
import dev.wardcast.gateway.stream.ChannelOutlet;
import dev.wardcast.gateway.stream.ClientStream;
import dev.wardcast.gateway.stream.StreamHost;
import dev.wardcast.gateway.stream.StreamRequest;
import dev.wardcast.gateway.stream.Takeover;
import io.micronaut.http.HttpRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Turns an accepted HTTP/1.1 request into a stream of events.
 *
 * <p>The body ends when the connection does; it has no length and no chunks, so that one frame is
 * the same bytes for everybody.
 */
@Singleton
public final class SseDoor {

    private static final byte[] HEAD =
            """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream\r
            Cache-Control: no-cache\r
            X-Accel-Buffering: no\r
            Connection: close\r
            \r
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private final StreamHost host;

    SseDoor(StreamHost host) {
        this.host = host;
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
        channel.eventLoop()
                .execute(() -> {
                    if (!Takeover.claim(channel)) {
                        host.open().release(request.caller().userId());
                        return;
                    }
                    ChannelOutlet outlet = new ChannelOutlet(channel);
                    ClientStream stream = host.stream(request, outlet, rooms);
                    outlet.carry(stream);
                    Takeover.replaceHandlers(channel, List.of(outlet));
                    outlet.write(Unpooled.wrappedBuffer(HEAD));
                    stream.begin();
                    opened.accept(stream);
                });
    }
}
