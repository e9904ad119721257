package dev.wardcast.system.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.wardcast.kit.logs.LibraryLogs;
import dev.wardcast.kit.logs.LogLayout;
import dev.wardcast.system.AllServices;
import dev.wardcast.testsupport.LogLines;
import dev.wardcast.testsupport.WebSocketClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Nothing of a patient, nothing that somebody wrote and no secret is in any line of the log. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LogsTest {

    /** Stands for whatever somebody may write anywhere. */
    private static final String MARK = "zorro-4711";

    /** A reading that nothing else is. */
    private static final String VALUE = "97.31415";

    private static final Call ME = Call.get("GET /api/v1/auth/me");

    @TempDir static Path data;
    private static final Map<Who, String> tokens = new EnumMap<>(Who.class);
    private static LogLines lines;
    private static AllServices services;
    private static Scene scene;

    @BeforeAll
    static void start() throws Exception {
        LibraryLogs.take();
        LogLayout layout = new LogLayout();
        layout.setFormat("json");
        lines = new LogLines(layout);
        services = new AllServices(data);
        scene = new Scene(services);
    }

    @AfterAll
    static void stop() {
        services.close();
        lines.close();
        assertQuiet();
    }

    private static void assertQuiet() {
        List<String> secrets =
                List.of(
                        MARK,
                        VALUE,
                        "patient-1",
                        "patient1",
                        scene.foreign(Who.NURSE).things().get("patient"),
                        "demo-device-1",
                        scene.authorization(Who.NURSE).substring("Bearer ".length()));
        for (String secret : secrets) {
            assertEquals(List.of(), lines.with(secret), secret);
        }
    }

    static Stream<Call> calls() {
        return Calls.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void whoever_asks_for_whomever_leaves_no_trace_of_them(Call call) throws Exception {
        for (Who who : List.of(Who.ADMIN, Who.NURSE, Who.PATIENT, Who.DEVICE)) {
            for (Subject subject :
                    List.of(scene.own(who), scene.foreign(who), marked(scene.own(who)))) {
                call.ask(services.port(), subject, authorization(who));
            }
        }
        call.ask(services.port(), marked(scene.own(Who.ADMIN)), null);
        call.ask(services.port(), scene.own(Who.ADMIN), "Bearer " + MARK);
        assertQuiet();
    }

    /** Some calls end sessions, and what comes after them would be refused unread. */
    private static String authorization(Who who) throws Exception {
        String known = tokens.getOrDefault(who, scene.authorization(who));
        int status = ME.ask(services.port(), scene.own(who), known);
        String good = status == 200 ? known : "Bearer " + scene.login(who.userId());
        tokens.put(who, good);
        return good;
    }

    private static Subject marked(Subject subject) {
        Map<String, String> things = new HashMap<>(subject.things());
        things.replaceAll((name, id) -> name.equals("role") ? id : MARK);
        return new Subject(things);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void a_body_that_cannot_be_read_is_not_quoted(Call call) throws Exception {
        if (call.body().isEmpty()) {
            return;
        }
        for (String body :
                List.of(
                        "{\"" + MARK + "\": \"" + MARK,
                        "{\"patient_id\":{\"" + MARK + "\":[" + VALUE + "]}}",
                        "[" + MARK + "]",
                        call.body().replaceAll("\"([a-z ]+)\"\\s*([,}])", "\"" + MARK + "\"$2"),
                        call.body().replaceAll(":\\s*[0-9.]+", ":" + VALUE))) {
            Call spoilt = call.with(call.contentType(), body);
            spoilt.ask(services.port(), scene.own(Who.ADMIN), authorization(Who.ADMIN));
        }
        assertQuiet();
    }

    @Test
    @Order(1)
    void what_is_measured_and_what_is_said_stays_out_of_it() throws Exception {
        scene.asAdmin("POST", "/api/v1/patients", "{\"name\":\"%s\"}".formatted(MARK));
        String alert = scene.own(Who.ADMIN).things().get("alert");
        scene.asAdmin(
                "POST",
                "/api/v1/alerts/alerts/" + alert + "/acknowledge?patient_id=patient-1",
                "{\"note\":\"" + MARK + "\"}");
        scene.asAdmin(
                "POST",
                "/api/notifications/system",
                "{\"user_id\":\"patient1\",\"content\":\"" + MARK + "\"}");
        assertQuiet();
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"/realtime/ws", "/ws?role=nurse&patient_id=patient-1"})
    void what_comes_over_a_websocket_stays_out_of_it(String path) {
        String token = scene.authorization(Who.NURSE).substring("Bearer ".length());
        try (WebSocketClient client = new WebSocketClient(services.port(), path, token)) {
            client.send("{\"type\":\"subscribe\",\"room\":\"patient:" + MARK + ":vitals\"}");
            client.send(
                    "{\"type\":\"ack\",\"alert_id\":\"" + MARK + "\",\"note\":\"" + MARK + "\"}");
            client.send(MARK);
            await().until(() -> !client.messages().isEmpty());
        }
        assertQuiet();
    }

    /** Else a log that says nothing would pass too. */
    @Test
    void a_line_would_have_been_seen() {
        LoggerFactory.getLogger("dev.wardcast.test").info("seen-{}", 1);
        LoggerFactory.getLogger("io.micronaut.test").warn("seen-{}", 2);
        assertEquals(2, lines.with("seen-").size());
        assertFalse(lines.all().isEmpty());
        List<String> broken = new ArrayList<>(lines.all());
        broken.removeIf(line -> line.startsWith("{") && line.indexOf('\n') == line.length() - 1);
        assertEquals(List.of(), broken, "each is one object on one line");
    }
}
