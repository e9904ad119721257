package dev.wardcast.testsupport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that anybody says to a Redis, as its MONITOR shows it. */
public final class RedisMonitor implements AutoCloseable {

    private final Socket socket;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** Returns when Redis has begun to tell. */
    public RedisMonitor(String redisUrl) throws IOException {
        URI uri = URI.create(redisUrl);
        socket = new Socket(uri.getHost(), uri.getPort());
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        socket.getOutputStream().write("MONITOR\r\n".getBytes(ISO_8859_1));
        String answer = in.readLine();
        if (!"+OK".equals(answer)) {
            throw new IOException("MONITOR: " + answer);
        }
        Thread.ofVirtual().start(() -> in.lines().forEach(lines::add));
    }

    /** Whether somebody has said this; plain ASCII. */
    public boolean sawAny(String text) {
        return lines.stream().anyMatch(line -> line.contains(text));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
