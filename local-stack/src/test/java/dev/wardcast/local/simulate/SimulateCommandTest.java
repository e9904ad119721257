package dev.wardcast.local.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ReceivingEnd end;

    @BeforeEach
    void start() throws IOException {
        end = new ReceivingEnd();
    }

    @AfterEach
    void stop() {
        end.close();
    }

    @Test
    void plays_a_real_recording_reading_by_reading() {
        Path header = Recordings.header(Recordings.DETERIORATION);
        assertEquals(0, run("--record", header.toString(), "--speed", "100000"));
        Map<String, Long> counts =
                end.items().stream()
                        .collect(
                                Collectors.groupingBy(
                                        item -> Json.find(item, "data_type").orElseThrow(),
                                        Collectors.counting()));
        assertEquals(
                Map.of(
                        "heart_rate", 66L,
                        "blood_pressure", 18L,
                        "spo2", 61L,
                        "respiratory_rate", 67L),
                counts);
        assertTrue(
                end.items().stream()
                        .anyMatch(item -> item.contains("{\"systolic\":66.0,\"diastolic\":20.0}")));
        assertTrue(end.requests().stream().allMatch(r -> r.key().equals("demo-device-1")));
        assertTrue(out.toString().contains("posted 212, accepted 212, refused 0"), out.toString());
    }

    @Test
    void keeps_the_rate_and_ends_when_the_time_is_over() {
        assertEquals(0, run("--patients", "4", "--rate", "40", "--duration", "2s"));
        int posted = end.items().size();
        // Each device posts five readings every half second; slow machines post fewer.
        assertTrue(posted >= 20 && posted <= 100, "posted " + posted);
        assertEquals(
                List.of("demo-device-1", "demo-device-2", "demo-device-3", "demo-device-4"),
                end.requests().stream().map(r -> r.key()).distinct().sorted().toList());
        Map<String, List<Instant>> times =
                end.items().stream()
                        .collect(
                                Collectors.groupingBy(
                                        item -> Json.find(item, "device_id").orElseThrow(),
                                        Collectors.mapping(
                                                item ->
                                                        Instant.parse(
                                                                Json.find(item, "timestamp")
                                                                        .orElseThrow()),
                                                Collectors.toList())));
        times.values().forEach(each -> assertEquals(each.stream().sorted().toList(), each));
    }

    @Test
    void creates_the_patients_that_the_demo_lacks() {
        end.answerNext(200, Map.of(), "{\"access_token\":\"t1\",\"token_type\":\"Bearer\"}");
        end.answerNext(409, Map.of(), "{\"detail\":\"patient-9 exists\"}");
        end.answerNext(201, Map.of(), "{\"device_id\":\"d\",\"device_key\":\"k9\"}");
        assertEquals(0, run("--patients", "9", "--rate", "900", "--duration", "700ms"));
        List<ReceivingEnd.Request> first = end.requests().subList(0, 3);
        assertEquals(
                List.of("/api/v1/auth/login", "/api/v1/patients", "/api/v1/devices"),
                first.stream().map(ReceivingEnd.Request::path).toList());
        assertEquals("Bearer t1", first.get(2).key());
        assertTrue(first.get(2).body().contains("\"patient_id\":\"patient-9\""));
        assertTrue(end.requests().stream().anyMatch(r -> "k9".equals(r.key())));
    }

    @Test
    void finds_the_running_stack(@TempDir Path data) throws IOException {
        Files.writeString(
                data.resolve("run.json"),
                "{\"redis_url\":\"redis://x\",\"url\":\"" + end.url() + "\",\"pid\":1}");
        int exit = execute("--data", data.toString(), "--rate", "80", "--duration", "200ms");
        assertEquals(0, exit);
        assertTrue(end.requests().size() > 0);
    }

    @Test
    void a_recording_of_waves_is_streamed_and_a_refusal_told() {
        end.answerNext(403, Map.of(), "{}");
        assertRefused(
                "The stream of monitor/demo-device-1 of patient-1 was refused (403)",
                "--url",
                end.url().toString(),
                "--record",
                Recordings.header("100").toString());
        ReceivingEnd.Request request = end.requests().getFirst();
        assertEquals("/api/v1/vitals/ws", request.path());
        assertEquals("demo-device-1", request.key());
    }

    @Test
    void each_bad_option_is_one_clear_line() {
        assertRefused("--patients 0 (expected: 1 to 10000)", "--patients", "0");
        assertRefused("--rate 0.0 (expected:", "--rate", "0");
        assertRefused("--speed NaN (expected:", "--speed", "NaN");
        assertRefused("--url ftp://x (expected:", "--url", "ftp://x");
        assertRefused("nothing.hea: cannot be read", "--record", "nothing.hea");
        assertRefused("has no demo device", "--record", small().toString(), "--patient", "p9");
        assertRefused("expected: for instance 90s", "--duration", "soon");
        assertRefused("Unknown option", "--nonsense");
    }

    @Test
    void a_refused_key_and_a_refused_sign_in_end_it() {
        end.answerNext(401, Map.of(), "{\"detail\":\"unknown device key\"}");
        assertRefusedByServer("was refused (401): unknown device key", "--patients", "1");
        end.answerNext(401, Map.of(), "{\"detail\":\"wrong user or password\"}");
        assertRefusedByServer("Cannot sign in as admin (401)", "--patients", "9");
    }

    @TempDir Path directory;

    private Path small() {
        try {
            Files.write(directory.resolve("r.dat"), new byte[] {70, 0});
            return Files.writeString(
                    directory.resolve("r.hea"), "r 1 1 1\nr.dat 16 1/bpm 16 0 70 70 0 HR\n");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertRefusedByServer(String expected, String... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(2, run(arguments));
        assertTrue(err.toString().contains(expected), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    private void assertRefused(String expected, String... arguments) {
        err.getBuffer().setLength(0);
        assertEquals(2, execute(arguments));
        assertTrue(err.toString().contains(expected), err.toString());
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--url";
        all[1] = end.url().toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return execute(all);
    }

    private int execute(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
