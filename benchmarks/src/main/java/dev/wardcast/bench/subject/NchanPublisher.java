package dev.wardcast.bench.subject;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wardcast.bench.load.Publisher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Posts to nchan over a few connections; a room keeps to one, so that its events stay in order. */
final class NchanPublisher implements Publisher {

    private static final int CONNECTIONS = 4;

    private final List<PipelinedHttp> connections = new ArrayList<>();

    NchanPublisher(int port) {
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new PipelinedHttp(port));
        }
    }

    @Override
    public CompletionStage<?> publish(int room, int number, byte[] data) {
        byte[] head =
                """
                POST /pub/%d HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                        .formatted(room, data.length)
                        .getBytes(US_ASCII);
        byte[] request = new byte[head.length + data.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(data, 0, request, head.length, data.length);
        return connections.get(room % CONNECTIONS).send(request);
    }

    @Override
    public void close() {
        connections.forEach(PipelinedHttp::close);
    }
}
