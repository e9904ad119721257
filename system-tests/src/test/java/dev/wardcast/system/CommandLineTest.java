package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

    @TempDir Path data;

    @Test
    void up_on_a_busy_port_says_so_and_exits_2() throws Exception {
        try (ServerSocket busy = new ServerSocket()) {
            busy.bind(new InetSocketAddress(0));
            try (Processes.Running up =
                    Processes.wardcast(
                            "up",
                            "--port",
                            Integer.toString(busy.getLocalPort()),
                            "--data",
                            data.toString())) {
                assertEquals(2, up.awaitExit(Duration.ofSeconds(30)));
                assertTrue(
                        up.output().contains("port " + busy.getLocalPort() + " is in use"),
                        up.output());
            }
        }
    }

    @Test
    void what_is_not_understood_is_said_and_exits_2() throws Exception {
        for (List<String> wrong :
                List.<List<String>>of(
                        List.of("upp"),
                        List.of("up", "--no-such-option"),
                        List.of("up", "--port", "x"),
                        List.of(),
                        List.of("service", "no-such-service"),
                        List.of("up", "--port", "99999"))) {
            try (Processes.Running command = Processes.wardcast(wrong.toArray(String[]::new))) {
                assertEquals(
                        2,
                        command.awaitExit(Duration.ofSeconds(30)),
                        wrong + ": " + command.output());
                assertFalse(command.output().isBlank());
            }
        }
    }

    @Test
    void data_survives_a_restart_and_no_process_is_left_behind() throws Exception {
        int port = Processes.freePort();
        String url = "http://localhost:" + port;
        String token;
        List<ProcessHandle> children;
        try (Processes.Running up =
                Processes.wardcast(
                                "up", "--port", Integer.toString(port), "--data", data.toString())
                        .awaitReady()) {
            assertTrue(Files.exists(data.resolve("run.json")));
            token = Person.signIn(url, "caregiver1").token();
            Device device = new Device(url, 1);
            device.high();
            Awaitility.await().until(() -> alerts(new Person(url, token)) == 1);
            children = ProcessHandle.of(up.pid()).orElseThrow().descendants().toList();
            assertFalse(children.isEmpty());
        }
        Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertFalse(Files.exists(data.resolve("run.json")));
        try (Processes.Running again =
                Processes.wardcast(
                                "up", "--port", Integer.toString(port), "--data", data.toString())
                        .awaitReady()) {
            assertEquals(
                    1,
                    alerts(new Person(url, token)),
                    "the alert is there, and the old token still counts");
        }
    }

    private static int alerts(Person person) throws Exception {
        return Person.json(person.get("/api/v1/alerts?patient_id=patient-1").body())
                .get("alerts")
                .size();
    }
}
