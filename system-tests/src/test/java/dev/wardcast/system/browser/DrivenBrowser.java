package dev.wardcast.system.browser;

import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A Chromium that a test drives over its own protocol (DevTools), without a library for that. */
final class DrivenBrowser implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.createDefault();
    private static final int ANSWER_SECONDS = 90;

    private final Chromium process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, BiConsumer<String, JsonNode>> tabs = new ConcurrentHashMap<>();

    DrivenBrowser(Path program, Path profile) throws IOException {
        process = Chromium.open(program, profile, "about:blank", "--remote-debugging-port=0");
        Path told = profile.resolve("DevToolsActivePort");
        Awaitility.await().until(() -> Files.exists(told) && Files.readAllLines(told).size() == 2);
        List<String> lines = Files.readAllLines(told);
        socket =
                HttpClient.newHttpClient()
                        .newWebSocketBuilder()
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)),
                                new Listener())
                        .join();
    }

    /** A tab with cookies of its own, as of another person's browser. */
    Tab open(String address, int width, int height) {
        String context =
                send("Target.createBrowserContext", Map.of(), null)
                        .get("browserContextId")
                        .getStringValue();
        Map<String, Object> target =
                Map.of(
                        "url", "about:blank",
                        "browserContextId", context,
                        "width", width,
                        "height", height);
        String id = send("Target.createTarget", target, null).get("targetId").getStringValue();
        String session =
                send("Target.attachToTarget", Map.of("targetId", id, "flatten", true), null)
                        .get("sessionId")
                        .getStringValue();
        Tab tab = new Tab(this, context, session, id);
        tabs.put(session, tab::happened);
        tab.begin(address, width, height);
        return tab;
    }

    JsonNode send(String method, Map<String, ?> parameters, @Nullable String session) {
        int id = ids.incrementAndGet();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            synchronized (socket) {
                socket.sendText(
                                new String(JSON.writeValueAsBytes(message), StandardCharsets.UTF_8),
                                true)
                        .join();
            }
            JsonNode said = answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
            if (said.get("error") != null) {
                throw new AssertionError(method + ": " + write(said.get("error")));
            }
            return said.get("result");
        } catch (Exception e) {
            throw new AssertionError(method, e);
        }
    }

    /** Text as an expression. */
    static String quoted(String text) {
        return write(JsonNode.createStringNode(text));
    }

    static String write(@Nullable JsonNode node) {
        try {
            return node == null
                    ? ""
                    : new String(JSON.writeValueAsBytes(node), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            JsonNode node;
            try {
                node = JSON.readValue(message, JsonNode.class);
            } catch (IOException e) {
                throw new AssertionError(message, e);
            }
            JsonNode id = node.get("id");
            if (id != null) {
                CompletableFuture<JsonNode> answer = answers.remove(id.getIntValue());
                if (answer != null) {
                    answer.complete(node);
                }
            } else if (node.get("sessionId") != null) {
                tabs.getOrDefault(node.get("sessionId").getStringValue(), (method, data) -> {})
                        .accept(node.get("method").getStringValue(), node.get("params"));
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.close();
    }
}
