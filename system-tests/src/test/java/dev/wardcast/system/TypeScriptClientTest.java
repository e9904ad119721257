package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client in clients/typescript, and its hooks, beside a real stack. */
class TypeScriptClientTest {

    private static final Path FOLLOW = NodePackage.HOME.resolve("dist/tests/follow.js");

    @TempDir static Path data;
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        NodePackage.build();
        stack = Stack.start(data);
    }

    @AfterAll
    static void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    private static Spoken follow(String url, String patient) throws Exception {
        return follow(url, Person.signIn(stack.url(), "nurse1").token(), patient);
    }

    private static Spoken follow(String url, String token, String patient) throws Exception {
        return new Spoken(
                NodePackage.start(FOLLOW, Map.of(), url, token, "nurse", patient, stack.url()));
    }

    /** Stream, rooms, the hook of a room, and the board of the hook of alerts. */
    private static void awaitAlerts(Spoken client, int count) {
        for (String whose : List.of("stream", "rooms", "hook")) {
            client.await(count, whose + " alert ");
        }
        client.await(1, "board live whole " + count + " " + count);
    }

    @Test
    void a_killed_gateway_costs_nothing_shows_nothing_twice_and_is_seen() throws Exception {
        Device device = new Device(stack.url(), 5);
        int port = Processes.freePort();
        Processes.Running gateway = Processes.gateway(data, port).awaitReady();
        try (Spoken client = follow("http://localhost:" + port, device.patient())) {
            client.await(1, "board live whole 0 0");
            client.await(1, "rooms subscribed");
            client.await(1, "hook subscribed");
            raise(device, 1);
            awaitAlerts(client, 1);

            gateway.kill();
            client.await(1, "stream reconnecting");
            client.await(1, "rooms reconnecting");
            client.await(1, "board stale whole 1 1");
            client.await(1, "board age true");
            raise(device, 3);
            gateway = Processes.gateway(data, port).awaitReady();
            awaitAlerts(client, 4);
            raise(device, 1);
            awaitAlerts(client, 5);

            for (String whose : List.of("stream", "rooms", "hook")) {
                List<String> alerts = client.lines(whose + " alert ");
                assertEquals(5, alerts.size(), client::toString);
                assertEquals(5, alerts.stream().distinct().count(), client::toString);
            }
            assertEquals(List.of(), client.lines("stream gap"));
            assertEquals(List.of(), client.lines("rooms gap"));
        } finally {
            gateway.close();
        }
    }

    private static void raise(Device device, int times) throws Exception {
        for (int time = 0; time < times; time++) {
            device.normal();
            device.high();
        }
    }

    @Test
    void a_refusal_is_the_end_and_says_so() throws Exception {
        try (Spoken client = follow(stack.url(), "rubbish", "patient-1")) {
            client.await(1, "stream closed");
            client.await(1, "rooms closed");
            assertEquals(List.of(), client.lines("stream live"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"quick-start.js", "rooms.js"})
    void the_code_of_its_readme_runs(String name) throws Exception {
        Path script = Readme.write(name, data);
        try (Spoken client =
                new Spoken(NodePackage.start(script, Map.of("WARDCAST_URL", stack.url())))) {
            client.await(1, "live");
            raise(new Device(stack.url(), 1), 1);
            client.await(1, "CRITICAL patient-1 ");
        }
    }
}
