package dev.wardcast.system.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.system.AllServices;
import dev.wardcast.testsupport.WebSocketClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What stands where an id should be is an id, or is refused: never a path, a pattern or a command.
 */
class InjectionTest {

    /** As they stand in an address. */
    private static final List<String> NO_IDS =
            List.of(
                    "patient-1%2f..%2fpatient-2",
                    "..%2f..%2fapi%2fv1%2fauth%2fme",
                    "%2e%2e",
                    "patient-%2a",
                    "patient-1%3avitals",
                    "patient-1%00",
                    "patient-1%0d%0aSet-Cookie:%20JWT=x",
                    "patient-1%0a",
                    "%20patient-1",
                    "patient-1%20",
                    "%ff%fe",
                    "patient-%ef%bc%91",
                    "patient-1'%20or%20'1'='1",
                    "%24%7bjndi:ldap:x%7d",
                    "%7bpatient%7d",
                    "patient-1%3bx=y",
                    "p".repeat(65));

    @TempDir static Path data;
    private static AllServices services;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        services = new AllServices(data);
        scene = new Scene(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    static Stream<Call> calls() {
        return Calls.ALL.stream().filter(call -> Subject.isIn(call.address()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void what_is_no_id_is_refused_wherever_an_id_belongs(Call call) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (Who who : List.of(Who.ADMIN, Who.NURSE, Who.PATIENT, Who.PIPELINE)) {
            for (String value : NO_IDS) {
                Map<String, String> things = new HashMap<>(scene.own(who).things());
                things.replaceAll((name, id) -> name.equals("role") ? id : value);
                int status =
                        call.ask(services.port(), new Subject(things), scene.authorization(who));
                if (status != 400 && status != 403 && status != 404 && status != 422) {
                    wrong.add(
                            "%s with %s: %d (expected: 400, 403, 404 or 422)"
                                    .formatted(who, value, status));
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient:*",
                "patient:patient-1:*",
                "patient:*:alerts",
                "patient:patient-1:alerts:more",
                "patient:patient-1:alerts ",
                " patient:patient-1",
                "patient:patient-1\\u0000",
                "patient:patient-1\\r\\nX:y",
                "patient:..",
                "patient:../patient-2",
                "patient:patient-1,patient:patient-2",
                "PATIENT:patient-1",
                "patient::vitals",
                "patient:",
                "wc:access:user:admin",
                "__keyspace@0__:*",
                "user:admin",
                "user:*",
                "admin:updates",
                "session:*",
                "device:*:*",
                "",
                "\\ud800"
            })
    void what_is_no_room_of_theirs_is_denied_over_a_websocket(String room) {
        String token = scene.authorization(Who.NURSE).substring("Bearer ".length());
        try (WebSocketClient client = new WebSocketClient(services.port(), "/realtime/ws", token)) {
            client.send("{\"type\":\"subscribe\",\"room\":\"" + room + "\"}");
            await().until(() -> client.messages().stream().anyMatch(InjectionTest::isRefusal));
            assertTrue(
                    client.messages().stream()
                            .noneMatch(answer -> answer.contains("\"subscribed\"")),
                    client.messages().toString());
        }
    }

    private static boolean isRefusal(String answer) {
        return answer.contains("\"denied\"") || answer.contains("\"error\"");
    }
}
