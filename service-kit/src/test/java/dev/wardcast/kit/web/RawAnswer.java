package dev.wardcast.kit.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.List;

/**
 * The head of an answer, to a request that no proper client would send.
 *
 * @param head status line and headers
 */
record RawAnswer(List<String> head) {

    static RawAnswer get(int port, String target) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(
                            ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                    .getBytes(US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            return new RawAnswer(reader.lines().takeWhile(line -> !line.isEmpty()).toList());
        }
    }

    int status() {
        return Integer.parseInt(head.getFirst().split(" ")[1]);
    }

    List<String> header(String name) {
        String prefix = name + ": ";
        return head.stream()
                .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }
}
