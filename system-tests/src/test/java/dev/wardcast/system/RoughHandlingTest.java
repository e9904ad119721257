package dev.wardcast.system;

import static dev.wardcast.testsupport.Patience.SOON;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wardcast.testsupport.SseClient;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients and accidents do to a running stack that they should not do. */
class RoughHandlingTest {

    private static final String STREAM = "/api/v1/caregivers/alerts/stream";

    @TempDir static Path data;
    private static Processes.Running stack;
    private static String url;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = Processes.freePort();
        url = "http://localhost:" + port;
        stack =
                Processes.wardcast(
                                "up", "--port", Integer.toString(port), "--data", data.toString())
                        .awaitReady();
    }

    @AfterAll
    static void stop() throws Exception {
        stack.close();
    }

    private static double openStreams() throws Exception {
        return new Person(url, "")
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("wardcast_gateway_connections"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static String request(Person person, String method) {
        return method
                + " "
                + STREAM
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + person.token()
                + "\r\n\r\n";
    }

    @Test
    void requests_in_one_packet_make_one_stream_and_leave_none_behind() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(2_000);
            socket.getOutputStream()
                    .write(
                            request(caregiver, "GET")
                                    .repeat(20)
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> openStreams() == 1);
            StringBuilder got = new StringBuilder();
            byte[] buffer = new byte[8192];
            try {
                for (int n; (n = socket.getInputStream().read(buffer)) > 0; ) {
                    got.append(new String(buffer, 0, n, StandardCharsets.US_ASCII));
                }
            } catch (java.net.SocketTimeoutException quiet) {
                // All there is.
            }
            assertEquals(1, got.toString().split("HTTP/1.1 200", -1).length - 1, got.toString());
        }
        await().until(() -> openStreams() == 0);
    }

    @Test
    void a_request_for_the_head_of_a_stream_ends() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        var answer = caregiver.request("HEAD", STREAM);
        assertEquals(200, answer.statusCode());
        assertEquals("", answer.body());
    }

    private record Bad(
            String method, String path, Map<String, String> headers, String body, int status) {}

    @Test
    void bad_input_is_a_clear_refusal_and_never_a_failure_of_ours() throws Exception {
        String admin = "Bearer " + Person.signIn(url, "admin").token();
        Map<String, String> json = Map.of("Content-Type", "application/json");
        Map<String, String> asAdmin =
                Map.of("Content-Type", "application/json", "Authorization", admin);
        for (Bad bad :
                List.of(
                        new Bad(
                                "POST",
                                "/api/v1/auth/login",
                                json,
                                "{\"username\":\"a\\u0000\",\"password\":\"x\"}",
                                401),
                        new Bad(
                                "POST",
                                "/api/v1/auth/login",
                                json,
                                "{\"username\":\"\\ud800\",\"password\":\"\\ud800\"}",
                                401),
                        new Bad("POST", "/api/v1/auth/login", json, "{\"username\":", 400),
                        new Bad(
                                "POST",
                                "/api/v1/devices/data",
                                Map.of(
                                        "Content-Type",
                                        "application/json",
                                        "Content-Encoding",
                                        "gzip",
                                        "X-Device-Key",
                                        "demo-device-1"),
                                "not gzip at all",
                                400),
                        new Bad(
                                "PUT",
                                "/api/v1/caregivers/caregiver2/patients/%00",
                                asAdmin,
                                "",
                                400),
                        new Bad("GET", "/api/v1/alerts?patient_id=%00", asAdmin, "", 400),
                        new Bad("GET", "/api/v1/alerts/..%2f..%2fusers", asAdmin, "", 404))) {
            var answer = send(bad);
            assertEquals(bad.status(), answer.statusCode(), bad + " " + answer.body());
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("content-type").orElse("").split(";")[0],
                    bad.toString());
        }
    }

    /** In one process with services that take recordings of any length. */
    @Test
    void a_compressed_post_that_inflates_beyond_two_megabytes_is_refused() throws Exception {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(small)) {
            gzip.write(" ".repeat(3_000_000).getBytes(StandardCharsets.US_ASCII));
        }
        for (String path : List.of("/api/v1/devices/data", "/fhir/Observation")) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .header(
                                    "Content-Type",
                                    path.startsWith("/fhir")
                                            ? "application/fhir+json"
                                            : "application/json")
                            .header("Content-Encoding", "gzip")
                            .header("X-Device-Key", "demo-device-1")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(small.toByteArray()))
                            .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertEquals(413, answer.statusCode(), path + ": " + answer.body());
            }
        }
    }

    @Test
    void one_bad_item_of_a_batch_of_acknowledgements_spoils_no_other() throws Exception {
        Person admin = Person.signIn(url, "admin");
        var answer =
                admin.post(
                        "/api/v1/alerts/acknowledge",
                        "{\"alerts\":[null,5,{\"alert_id\":\"nothing\",\"patient_id\":\"patient-1\"},{}]}");
        assertEquals(200, answer.statusCode(), answer.body());
        var results = Person.json(answer.body()).get("results");
        assertEquals(4, results.size());
        assertEquals(400, results.get(0).get("status").getIntValue());
        assertEquals(404, results.get(2).get("status").getIntValue());
    }

    private static java.net.http.HttpResponse<String> send(Bad bad) throws Exception {
        var request =
                java.net.http.HttpRequest.newBuilder(URI.create(url + bad.path()))
                        .method(
                                bad.method(),
                                java.net.http.HttpRequest.BodyPublishers.ofString(bad.body()));
        bad.headers().forEach(request::header);
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            return client.send(request.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void what_is_started_beside_it_finds_it() throws Exception {
        var run = Person.json(Files.readString(data.resolve("run.json")));
        for (String key : List.of("url", "redis_url", "database_url", "pid")) {
            assertFalse(
                    run.get(key) == null, key + " in " + run.toString().length() + " characters");
        }
    }

    @Test
    void servers_that_were_killed_come_back_and_alerts_flow_again() throws Exception {
        Person caregiver = Person.signIn(url, "caregiver1");
        Device device = new Device(url, 1);
        device.normal();
        try (SseClient stream = caregiver.follow(STREAM, "")) {
            stream.awaitLastEventId(SOON);
            for (String server : List.of("redis-server", "postgres")) {
                kill(server);
                int before = (int) alerts(stream);
                await().ignoreExceptions()
                        .ignoreExceptionsMatching(AssertionError.class::isInstance)
                        .until(() -> {
                            device.normal();
                            device.high();
                            return alerts(stream) > before;
                        });
            }
            assertTrue(alerts(stream) >= 2);
        }
    }

    @Test
    void a_database_that_hangs_makes_nobody_think_that_the_process_is_dead() throws Exception {
        List<String> servers = processes("postgres").map(p -> Long.toString(p.pid())).toList();
        signal("-STOP", servers);
        try (var client = java.net.http.HttpClient.newHttpClient()) {
            for (int i = 0; i < 4; i++) {
                client.sendAsync(
                        health("readiness"), java.net.http.HttpResponse.BodyHandlers.discarding());
            }
            assertEquals(
                    200,
                    client.send(
                                    health("liveness"),
                                    java.net.http.HttpResponse.BodyHandlers.discarding())
                            .statusCode());
        } finally {
            signal("-CONT", servers);
        }
    }

    private static java.net.http.HttpRequest health(String what) {
        return java.net.http.HttpRequest.newBuilder(URI.create(url + "/health/" + what))
                .timeout(Duration.ofSeconds(4))
                .build();
    }

    private static void signal(String name, List<String> pids) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("kill", name));
        command.addAll(pids);
        assertEquals(0, new ProcessBuilder(command).start().waitFor());
    }

    private static long alerts(SseClient stream) {
        return stream.events().stream().filter(e -> e.data().contains("\"alert\"")).count();
    }

    private static void kill(String name) {
        processes(name)
                .filter(p -> p.parent().filter(parent -> isRunning(parent, name)).isEmpty())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static java.util.stream.Stream<ProcessHandle> processes(String name) {
        return ProcessHandle.of(stack.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> isRunning(process, name));
    }

    private static boolean isRunning(ProcessHandle process, String name) {
        return process.info().command().orElse("").endsWith("/" + name);
    }
}
