package dev.wardcast.system.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Another origin: it serves a page and its scripts, and listens to what the page tells. */
final class PageServer implements AutoCloseable {

    private final HttpServer server;
    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    /**
     * @param files by their names
     */
    PageServer(int port, Map<String, String> files) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> serve(exchange, files));
        server.createContext(
                "/told",
                exchange -> {
                    told.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
    }

    private static void serve(HttpExchange exchange, Map<String, String> files) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        String file = files.get(name);
        byte[] content = (file == null ? "" : file).getBytes(UTF_8);
        exchange.getResponseHeaders()
                .add("Content-Type", name.endsWith(".js") ? "text/javascript" : "text/html");
        exchange.sendResponseHeaders(
                file == null ? 404 : 200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    /** What the page said so far, in order. */
    List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
