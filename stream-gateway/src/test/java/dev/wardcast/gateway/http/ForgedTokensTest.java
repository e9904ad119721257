package dev.wardcast.gateway.http;

import static dev.wardcast.gateway.SharedGateway.port;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.Patience.TOLD;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every forged token, on plain HTTP, on SSE and on WebSocket, from every place a token comes. */
class ForgedTokensTest {

    private final Person admin = world().with("ADMIN");
    private final ForgedTokens forged = new ForgedTokens(world().signingKey(), admin.id());

    /** Where a token can be put; each answers 200 or 101 to a good one. */
    private static final Map<String, Function<String, List<String>>> DOORS =
            Map.of(
                    "http", token -> get("/realtime/stats", "Authorization: Bearer " + token),
                    "sse", token -> get("/realtime/events", "Authorization: Bearer " + token),
                    "sse by cookie", token -> get("/realtime/events", "Cookie: JWT=" + token),
                    "websocket", token -> upgrade("/realtime/ws", "Authorization: Bearer " + token),
                    "websocket by parameter",
                            token ->
                                    upgrade(
                                            "/realtime/ws?token="
                                                    + URLEncoder.encode(
                                                            token, StandardCharsets.UTF_8)));

    @Test
    void no_forged_token_opens_any_door() throws Exception {
        Map<String, String> wrong = new TreeMap<>();
        for (Map.Entry<String, String> token : forged.all().entrySet()) {
            for (Map.Entry<String, Function<String, List<String>>> door : DOORS.entrySet()) {
                int status = ask(door.getValue().apply(token.getValue()));
                // A parameter of that length does not even get past the request line.
                boolean tooLong = status == 413 && token.getKey().equals("oversized");
                if (status != 401 && !tooLong) {
                    wrong.put(token.getKey() + ", " + door.getKey(), "answered " + status);
                }
            }
        }
        assertEquals(Map.of(), wrong);
    }

    @Test
    void a_good_token_opens_every_door_before_and_after_all_those() throws Exception {
        String good = forged.good();
        for (Map.Entry<String, Function<String, List<String>>> door : DOORS.entrySet()) {
            int open = door.getKey().startsWith("websocket") ? 101 : 200;
            assertEquals(open, ask(door.getValue().apply(good)), door.getKey());
        }
    }

    /** Whoever has a token can make its twin, and gains nothing: the two end together. */
    @Test
    void the_other_signature_of_a_token_ends_with_its_session_too() throws Exception {
        String twin = forged.twin();
        assertEquals(200, ask(DOORS.get("http").apply(twin)));
        world().endSession(admin);
        await().atMost(TOLD).until(() -> ask(DOORS.get("http").apply(twin)) == 401);
    }

    private static List<String> get(String path, String header) {
        return List.of("GET " + path + " HTTP/1.1", "Host: localhost", header);
    }

    private static List<String> upgrade(String path, String... headers) {
        List<String> lines = new ArrayList<>();
        lines.add("GET " + path + " HTTP/1.1");
        lines.add("Host: localhost");
        lines.add("Connection: Upgrade");
        lines.add("Upgrade: websocket");
        lines.add("Sec-WebSocket-Version: 13");
        lines.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        lines.addAll(List.of(headers));
        return lines;
    }

    private static int ask(List<String> lines) throws IOException {
        try (RawWebSocket client = new RawWebSocket(port(), 0)) {
            client.send(RawWebSocket.request(lines));
            return client.readHead().status();
        }
    }
}
