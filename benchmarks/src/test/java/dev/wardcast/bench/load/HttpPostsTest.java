package dev.wardcast.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpPostsTest {

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private final HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    HttpPostsTest() throws IOException {
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    String body = new String(exchange.getRequestBody().readAllBytes(), US_ASCII);
                    received.add(body);
                    byte[] answer = ("seen " + body).getBytes(US_ASCII);
                    exchange.sendResponseHeaders(body.startsWith("bad") ? 503 : 202, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void posts_of_one_lane_keep_their_order_and_each_hears_its_own_answer() throws Exception {
        try (HttpPosts posts = posts(2)) {
            posts.post(0, request("first"), statuses::add);
            posts.post(0, request("bad"), statuses::add);
            posts.post(0, request("third"), statuses::add);
            assertEquals(List.of(202, 503, 202), List.of(status(), status(), status()));
            assertEquals(List.of("first", "bad", "third"), List.copyOf(received));
        }
    }

    @Test
    void whoever_waits_hears_when_the_connection_breaks() throws Exception {
        try (HttpPosts posts = posts(1)) {
            posts.post(0, request("first"), statuses::add);
            assertEquals(202, status());
            server.stop(0);
            posts.post(0, request("second"), statuses::add);
            posts.post(0, request("third"), statuses::add);
            assertEquals(List.of(HttpPosts.BROKEN, HttpPosts.BROKEN), List.of(status(), status()));
        }
    }

    private HttpPosts posts(int connections) {
        return new HttpPosts(server.getAddress().getPort(), connections);
    }

    private int status() throws InterruptedException {
        Integer status = statuses.poll(10, TimeUnit.SECONDS);
        if (status == null) {
            throw new AssertionError("no answer");
        }
        return status;
    }

    private static byte[] request(String body) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(body.length(), body)
                .getBytes(US_ASCII);
    }
}
