package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wardcast.testsupport.SseClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client in clients/python, as a user's shell runs it. */
class PythonClientTest {

    private static final Path HOME = Processes.root().resolve("clients/python");

    @TempDir static Path data;
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                hasPython(), "python3 (3.9 or later) is not on the PATH: its client is not tested");
        stack = Stack.start(data);
    }

    @AfterAll
    static void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            Process version =
                    new ProcessBuilder(
                                    "python3",
                                    "-c",
                                    "import sys; sys.exit(sys.version_info < (3, 9))")
                            .start();
            return version.waitFor() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    /** A command of the client that is running, with what it said. */
    private static final class Client implements AutoCloseable {
        final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        final Process process;

        Client(String token, String url, String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("python3", "-m", "wardcast_client"));
            command.addAll(List.of(arguments));
            command.addAll(List.of("--url", url));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PYTHONPATH", HOME.resolve("src").toString());
            builder.environment().put("WARDCAST_TOKEN", token);
            process = builder.start();
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(lines::add);
            } catch (IOException ended) {
                // Its output ends where it does.
            }
        }

        /** The first line with all of these. */
        String awaitLine(String... parts) {
            await().until(() -> lines.stream().anyMatch(line -> has(line, parts)));
            return lines.stream().filter(line -> has(line, parts)).findFirst().orElseThrow();
        }

        private static boolean has(String line, String... parts) {
            return List.of(parts).stream().allMatch(line::contains);
        }

        void type(String line) throws IOException {
            process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
        }

        int exit() throws InterruptedException {
            assertTrue(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS), lines.toString());
            return process.exitValue();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    @Test
    void its_own_tests_pass() throws Exception {
        ProcessBuilder tests =
                new ProcessBuilder("python3", "-m", "unittest", "discover", "-s", "tests")
                        .directory(HOME.toFile())
                        .redirectErrorStream(true);
        tests.environment().put("PYTHONPATH", "src");
        tests.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process running = tests.start();
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, running.waitFor(), output);
    }

    @Test
    void an_alert_is_shown_and_acknowledged_where_others_see_it() throws Exception {
        Person nurse = Person.signIn(stack.url(), "nurse1");
        try (Client client =
                        new Client(
                                nurse.token(),
                                stack.url(),
                                "follow",
                                "--role",
                                "nurse",
                                "--patient-id",
                                "patient-3");
                SseClient other =
                        Person.signIn(stack.url(), "doctor1")
                                .follow(
                                        "/api/v1/alerts/stream?role=doctor&patient_id=patient-3",
                                        "")) {
            client.awaitLine("-- live");
            other.awaitLastEventId(SOON);
            Device device = new Device(stack.url(), 3);
            device.normal();
            device.high();
            String shown = client.awaitLine(" alert CRITICAL patient-3 ");
            String id = shown.split(" ")[4];
            client.type("ack " + id + " Patient is stable");
            client.awaitLine(id + ": acknowledged");
            other.awaitEvent(
                    event -> event.data().contains("\"ack\"") && event.data().contains(id), SOON);
            client.type("ack nothing-of-mine");
            client.awaitLine("nothing-of-mine: not among the alerts shown here");
        }
    }

    @Test
    void a_killed_gateway_costs_it_no_alert_and_shows_none_twice() throws Exception {
        Person nurse = Person.signIn(stack.url(), "nurse1");
        Device device = new Device(stack.url(), 4);
        int port = Processes.freePort();
        Path position = data.resolve("position");
        Processes.Running gateway = Processes.gateway(data, port).awaitReady();
        try (Client client =
                new Client(
                        nurse.token(),
                        "http://localhost:" + port,
                        "follow",
                        "--role",
                        "nurse",
                        "--patient-id",
                        "patient-4",
                        "--position-file",
                        position.toString())) {
            client.awaitLine("-- live");
            device.normal();
            device.high();
            client.awaitLine(" alert ");
            gateway.kill();
            client.awaitLine("-- reconnecting");
            for (int missed = 0; missed < 3; missed++) {
                device.normal();
                device.high();
            }
            gateway = Processes.gateway(data, port).awaitReady();
            await().until(() -> alerts(client) == 4);
            device.normal();
            device.high();
            await().until(() -> alerts(client) == 5);
            assertEquals(
                    5,
                    client.lines.stream()
                            .filter(line -> line.contains(" alert "))
                            .distinct()
                            .count());
        } finally {
            gateway.close();
        }
    }

    private static long alerts(Client client) {
        return client.lines.stream().filter(line -> line.contains(" alert ")).count();
    }

    @Test
    void a_refusal_ends_it_with_a_reason_and_a_code_of_its_own() throws Exception {
        String caregiver = Person.signIn(stack.url(), "caregiver1").token();
        try (Client foreign =
                        new Client(
                                caregiver,
                                stack.url(),
                                "follow",
                                "--role",
                                "caregiver",
                                "--patient-id",
                                "patient-8");
                Client stranger = new Client("rubbish", stack.url(), "list");
                Client wrong = new Client(caregiver, stack.url(), "follow", "--patient-id", "p")) {
            assertEquals(3, foreign.exit());
            foreign.awaitLine("You have no access to this patient.");
            assertEquals(4, stranger.exit());
            assertEquals(2, wrong.exit());
            wrong.awaitLine("--patient-id needs --role");
        }
    }
}
