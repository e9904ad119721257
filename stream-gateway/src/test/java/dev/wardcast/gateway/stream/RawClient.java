package dev.wardcast.gateway.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that reads when it is told to, through a small window. */
final class RawClient implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d+)");
    private final Socket socket = new Socket();
    private final BufferedReader reader;
    final List<Integer> numbers = new ArrayList<>();
    final List<String> lines = new ArrayList<>();

    RawClient(InetSocketAddress address) throws IOException {
        socket.setReceiveBufferSize(4 * 1024);
        socket.setSoTimeout(20_000);
        socket.connect(address);
        reader =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8),
                        1024);
    }

    RawClient awaitOpen() throws IOException {
        readUntil(line -> line.startsWith("id: "));
        return this;
    }

    void readEvents(int count) throws IOException {
        while (numbers.size() < count) {
            next();
        }
    }

    void readUntil(java.util.function.Predicate<String> wanted) throws IOException {
        while (!wanted.test(next())) {
            // Reads on.
        }
    }

    void readToEnd() throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
        }
    }

    private String next() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new AssertionError("the stream ended: " + lines);
        }
        lines.add(line);
        Matcher number = NUMBER.matcher(line);
        if (number.find()) {
            numbers.add(Integer.parseInt(number.group(1)));
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
