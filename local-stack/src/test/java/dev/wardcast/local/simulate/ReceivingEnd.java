package dev.wardcast.local.simulate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands where Wardcast would, and keeps every request. */
final class ReceivingEnd implements AutoCloseable {

    private static final Pattern ITEM = Pattern.compile("\\{[^{}]*\\{[^{}]*}[^{}]*}");

    /**
     * @param key the device key or token that came with it
     */
    record Request(String path, String key, String body) {
        /** The posted readings, one text each. */
        List<String> items() {
            List<String> items = new ArrayList<>();
            for (Matcher item = ITEM.matcher(body); item.find(); ) {
                items.add(item.group());
            }
            return items;
        }
    }

    /** An answer that is not the usual one. */
    record Answer(int status, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    ReceivingEnd() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    /** The next request is answered with this; the others are accepted. */
    void answerNext(int status, Map<String, String> headers, String body) {
        answers.add(new Answer(status, headers, body));
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    List<String> items() {
        return requests.stream().flatMap(request -> request.items().stream()).toList();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("X-Device-Key");
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Request request =
                new Request(exchange.getRequestURI().getPath(), key == null ? token : key, body);
        requests.add(request);
        Answer answer = answers.poll();
        if (answer == null) {
            answer = new Answer(202, Map.of(), "{\"accepted\":1,\"duplicates\":0,\"refused\":0}");
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
