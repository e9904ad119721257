package dev.wardcast.kit.logs;

import static java.net.http.HttpClient.Version.HTTP_1_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.kit.web.KitServer;
import dev.wardcast.testsupport.LogLines;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLinesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private static KitServer server;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        server = new KitServer(Map.of());
        client = KitServer.client(HTTP_1_1, null);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static LogLayout layout(String format) {
        LogLayout layout = new LogLayout();
        layout.setFormat(format);
        return layout;
    }

    private static String idOf(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-Request-Id").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "/talkative/loop, said on default-nioEventLoopGroup",
        "/talkative/virtual, said on a virtual thread",
        "/talkative/hop, said after a hop",
        "/talkative/broken/p1, answered 500 to GET /talkative/broken/{patientId}"
    })
    void each_line_of_a_request_has_its_id_whatever_thread_it_is_on(String path, String said)
            throws Exception {
        try (LogLines lines = new LogLines(layout("json"))) {
            String id = "ward-" + UUID.randomUUID();
            String message = said.replaceAll("default.*", "");
            assertEquals(id, idOf(server.get(client, path, "X-Request-Id", id)));
            await().until(() -> !lines.with(id).isEmpty());
            JsonNode line =
                    lines.with(id).stream()
                            .map(RequestLinesTest::json)
                            .filter(json -> text(json, "message").contains(message))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(lines.all()));
            assertEquals(id, text(line, "request_id"));
            assertEquals(List.of(), lines.with("/p1"), "paths name patients");
        }
    }

    @Test
    void a_json_line_is_one_line_whatever_is_in_it() throws Exception {
        try (LogLines lines = new LogLines(layout("json"))) {
            IllegalStateException failure = new IllegalStateException("with\n\"quotes\"");
            org.slf4j.LoggerFactory.getLogger("dev.wardcast.test")
                    .error("two\nlines {}", "\t{", failure);
            String line = lines.with("two").getFirst();
            assertEquals(line.length() - 1, line.indexOf('\n'), line);
            JsonNode json = json(line);
            assertEquals("two\nlines \t{", text(json, "message"));
            assertEquals("ERROR", text(json, "level"));
            assertEquals("dev.wardcast.test", text(json, "logger"));
            assertFalse(Instant.parse(text(json, "time")).isAfter(Instant.now()));
            assertEquals(failure.getMessage(), text(json.get("error"), "message"));
            assertTrue(text(json.get("error"), "stack").contains("RequestLinesTest"));
            assertEquals(null, json.get("request_id"), "no request, no id");
        }
    }

    @Test
    void a_line_for_people_has_the_id_too() throws Exception {
        try (LogLines lines = new LogLines(layout("text"))) {
            server.get(client, "/talkative/virtual", "X-Request-Id", "for-people");
            await().until(() -> !lines.with("said on a virtual").isEmpty());
            String line = lines.with("said on a virtual").getFirst();
            assertTrue(line.contains(" [for-people] said on a virtual thread"), line);
            org.slf4j.LoggerFactory.getLogger("dev.wardcast.test").info("of no request");
            assertTrue(lines.with("of no request").getFirst().contains("dev.wardcast.test"));
            assertEquals(List.of(), lines.with("[] "));
        }
    }

    @Test
    void without_an_id_of_its_own_a_request_has_that_of_its_trace() throws Exception {
        String parent = "00-" + TRACE + "-00f067aa0ba902b7-00";
        assertEquals(TRACE, idOf(server.get(client, "/talkative/loop", "traceparent", parent)));
        HttpResponse<String> both =
                server.get(
                        client, "/talkative/loop", "traceparent", parent, "X-Request-Id", "mine");
        assertEquals("mine", idOf(both));
        assertEquals("mine", both.headers().firstValue("X-Correlation-Id").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>",
                "a b",
                "",
                "ä",
                "0123456789-0123456789-0123456789-0123456789-0123456789-01234567890"
            })
    void an_id_that_is_not_well_formed_is_replaced(String given) throws Exception {
        HttpResponse<String> answer =
                server.get(client, "/talkative/loop", "X-Request-Id", given, "traceparent", given);
        assertEquals(36, idOf(answer).length());
    }

    private static JsonNode json(String line) {
        try {
            return JsonMapper.createDefault().readValue(line, JsonNode.class);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).getStringValue();
    }
}
