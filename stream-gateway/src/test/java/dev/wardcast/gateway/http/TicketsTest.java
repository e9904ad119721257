package dev.wardcast.gateway.http;

import static dev.wardcast.gateway.SharedGateway.port;
import static dev.wardcast.gateway.SharedGateway.world;
import static dev.wardcast.testsupport.Patience.TOLD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.wardcast.embedded.EmbeddedRedis;
import dev.wardcast.gateway.SharedGateway;
import dev.wardcast.gateway.presence.TwoGateways;
import dev.wardcast.kit.access.StreamTickets;
import dev.wardcast.testsupport.AccessWorld.Person;
import dev.wardcast.testsupport.RawWebSocket;
import dev.wardcast.testsupport.ServiceUnderTest;
import dev.wardcast.testsupport.WebSocketClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One-time tickets on real streams. */
class TicketsTest {

    private static final String SSE = "/realtime/events";
    private static final String WEBSOCKET = "/realtime/ws";

    private final String patient = world().patient();
    private final Person admin = world().with("ADMIN");

    /** Every stream that the gateway has: each has to take tickets. */
    static Stream<RouteMatrixTest.Row> streams() {
        return RouteMatrixTest.ROWS.stream()
                .filter(row -> row.open() == 101 || row.path().matches(".*(stream|events|/sse).*"))
                .filter(row -> row.open() != 202);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_ticket_opens_each_kind_of_stream_once(RouteMatrixTest.Row row) throws Exception {
        String hospital = world().hospital();
        String inHospital = world().patientIn(hospital);
        String path =
                row.path()
                        .replace("{role}", "admin")
                        .replace("{patient}", inHospital)
                        .replace("{type}", "monitor")
                        .replace("{id}", idFor(row.path(), hospital, inHospital));
        String ticket = ticket(admin);
        String address = path + (path.contains("?") ? "&" : "?") + "ticket=" + ticket;
        boolean webSocket = row.open() == 101;
        assertEquals(row.open(), ask(port(), address, webSocket));
        assertEquals(401, ask(port(), address, webSocket));
    }

    private static String idFor(String path, String hospital, String patient) {
        if (path.contains("hospital")) {
            return hospital;
        }
        if (path.contains("device")) {
            return world().device("monitor", patient);
        }
        return path.contains("sessions") ? world().session(patient) : patient;
    }

    @ParameterizedTest
    @ValueSource(strings = {SSE, WEBSOCKET})
    void of_fifty_who_come_with_a_ticket_at_once_to_two_nodes_one_gets_in(String path)
            throws Exception {
        try (TwoGateways nodes = new TwoGateways(Map.of())) {
            Person nurse = nodes.one.world().with("NURSE");
            String ticket = ticket(nodes.one, nurse);
            List<Callable<Integer>> attempts = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int port = (i % 2 == 0 ? nodes.one : nodes.two).port();
                attempts.add(() -> ask(port, path + "?ticket=" + ticket, path.equals(WEBSOCKET)));
            }
            List<Integer> answers = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Integer> answer : threads.invokeAll(attempts)) {
                    answers.add(answer.get());
                }
            }
            assertEquals(49, Collections.frequency(answers, 401), answers.toString());
            assertEquals(
                    1,
                    Collections.frequency(answers, path.equals(WEBSOCKET) ? 101 : 200),
                    answers.toString());
        }
    }

    @Test
    void a_token_goes_before_a_ticket_which_stays_good() throws Exception {
        String ticket = ticket(admin);
        for (String worthless : List.of("Authorization: Bearer x.y.z", "Cookie: JWT=x.y.z")) {
            assertEquals(401, ask(port(), SSE + "?ticket=" + ticket, false, worthless));
            assertEquals(401, ask(port(), WEBSOCKET + "?ticket=" + ticket, true, worthless));
        }
        assertEquals(401, ask(port(), WEBSOCKET + "?token=x.y.z&ticket=" + ticket, true));
        assertEquals(401, ask(port(), "/realtime/stats?ticket=" + ticket, false));
        assertEquals(200, ask(port(), SSE + "?ticket=" + ticket, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%00", "*", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void what_is_no_ticket_opens_nothing(String ticket) throws Exception {
        assertEquals(401, ask(port(), SSE + "?ticket=" + ticket, false));
        assertEquals(401, ask(port(), WEBSOCKET + "?ticket=" + ticket, true));
    }

    @Test
    void a_ticket_is_worth_what_its_token_is_worth_when_it_is_used() throws Exception {
        Person out = world().with("NURSE");
        String afterLogout = ticket(out);
        Person suspended = world().with("NURSE");
        String afterSuspension = ticket(suspended);
        String tooLate = ticket(world().withTokenFor(admin, Duration.ofSeconds(-60)));
        world().endSession(out);
        world().suspend(suspended);
        for (String ticket : List.of(afterLogout, afterSuspension, tooLate)) {
            assertEquals(401, ask(port(), SSE + "?ticket=" + ticket, false));
        }
        String therapists = ticket(world().therapistOf(patient));
        String caregivers = "/api/v1/caregivers/alerts/stream?ticket=" + therapists;
        assertEquals(403, ask(port(), caregivers, false));
    }

    @Test
    void who_came_with_a_ticket_acknowledges_as_themself_and_ends_with_their_session()
            throws Exception {
        Person caregiver = world().caregiverOf(patient);
        String path = "/ws?role=caregiver&patient_id=" + patient + "&ticket=" + ticket(caregiver);
        try (RawWebSocket client = open(path)) {
            client.text("{\"type\":\"ack\",\"alert_id\":\"a-" + patient + "\"}");
            client.awaitText("ack_result");
            assertEquals(
                    "Bearer " + caregiver.token(),
                    SharedGateway.alerts().asked().stream()
                            .filter(asked -> asked.pathAndQuery().contains("a-" + patient))
                            .findFirst()
                            .orElseThrow()
                            .authorization());
            world().endSession(caregiver);
            assertEquals(4501, assertTimeout(TOLD, client::awaitClose));
        }
    }

    @Test
    void a_logout_ends_the_streams_of_its_session_and_no_others() {
        Person leaves = world().with("NURSE");
        Person stays = world().with("NURSE");
        try (WebSocketClient gone = SharedGateway.webSocket(leaves, WEBSOCKET);
                WebSocketClient there = SharedGateway.webSocket(stays, WEBSOCKET)) {
            gone.await("connected");
            there.await("connected");
            world().endSession(leaves);
            assertEquals(4501, assertTimeout(TOLD, gone::awaitClose));
            there.send("{\"type\":\"ping\"}").await("pong");
        }
    }

    @Test
    void a_withdrawn_key_ends_the_streams_that_it_opened() {
        try (ServiceUnderTest gateway = new ServiceUnderTest(Map.of());
                WebSocketClient client =
                        new WebSocketClient(
                                gateway.port(), WEBSOCKET, gateway.world().with("NURSE").token())) {
            client.await("connected");
            gateway.world().withdrawKey();
            assertEquals(4501, assertTimeout(TOLD, client::awaitClose));
        }
    }

    @Test
    void without_redis_a_ticket_is_neither_good_nor_bad() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().start();
                ServiceUnderTest gateway = new ServiceUnderTest(redis.url(), Map.of())) {
            String ticket = ticket(gateway, gateway.world().with("NURSE"));
            redis.kill();
            assertEquals(503, ask(gateway.port(), SSE + "?ticket=" + ticket, false));
            assertEquals(503, ask(gateway.port(), WEBSOCKET + "?ticket=" + ticket, true));
        }
    }

    // --- asking

    private static String ticket(Person person) {
        return ticket(SharedGateway.service(), person);
    }

    private static String ticket(ServiceUnderTest at, Person person) {
        return at.bean(StreamTickets.class).issue(person.token()).toCompletableFuture().join();
    }

    private static RawWebSocket open(String path) throws IOException {
        RawWebSocket client = new RawWebSocket(port(), 0);
        client.send(request(path, true));
        assertEquals(101, client.readHead().status());
        return client;
    }

    private static int ask(int port, String path, boolean webSocket, String... headers)
            throws IOException {
        try (RawWebSocket client = new RawWebSocket(port, 0)) {
            client.send(request(path, webSocket, headers));
            return client.readHead().status();
        }
    }

    private static byte[] request(String path, boolean webSocket, String... headers) {
        List<String> lines = new ArrayList<>();
        lines.add("GET " + path + " HTTP/1.1");
        lines.add("Host: localhost");
        if (webSocket) {
            lines.add("Connection: Upgrade");
            lines.add("Upgrade: websocket");
            lines.add("Sec-WebSocket-Version: 13");
            lines.add("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        }
        lines.addAll(List.of(headers));
        return RawWebSocket.request(lines);
    }
}
