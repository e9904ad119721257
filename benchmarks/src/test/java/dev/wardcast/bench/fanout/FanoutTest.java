package dev.wardcast.bench.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wardcast.bench.BenchMain;
import dev.wardcast.bench.load.Transport;
import dev.wardcast.bench.subject.Contender;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs(OS.LINUX)
class FanoutTest {

    @TempDir Path report;

    @Test
    void the_whole_benchmark_runs_in_small_and_reports_every_scenario() throws Exception {
        assertEquals(
                0,
                BenchMain.execute(
                        "fanout",
                        "--quick",
                        "--without-peers",
                        "--connections=50",
                        "--report=" + report));
        String markdown = Files.readString(report.resolve("fanout.md"));
        String raw = Files.readString(report.resolve("fanout.json"));
        for (Scenario scenario : Scenario.values()) {
            assertTrue(markdown.contains("## " + scenario.title), scenario.title);
            assertTrue(raw.contains("\"" + scenario.key() + "\""), scenario.key());
        }
        assertTrue(Files.readString(report.resolve("fanout.svg")).startsWith("<svg"));
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void every_server_here_delivers_over_every_transport(Transport transport) throws Exception {
        assertEquals(
                0,
                BenchMain.execute(
                        "fanout",
                        "--quick",
                        "--connections=50",
                        "--scenario=rooms",
                        "--transport=" + transport,
                        "--report=" + report));
        assertTrue(Files.readString(report.resolve("fanout.json")).contains("bare Netty"));
    }

    @Test
    void who_is_cut_off_comes_back_to_every_server_that_has_replay() throws Exception {
        assertEquals(
                0,
                BenchMain.execute(
                        "fanout",
                        "--quick",
                        "--connections=500",
                        "--scenario=storm",
                        "--transport=SSE,WEBSOCKET",
                        "--report=" + report));
        String raw = Files.readString(report.resolve("fanout.json"));
        assertTrue(raw.contains("Wardcast"));
        assertFalse(raw.contains("bare Netty"));
        assertFalse(raw.contains("WEBSOCKET"));
        JsonNode ours = of(Contender.WARDCAST, raw);
        assertTrue(ours.get("recovered").asDouble() >= ours.get("half_recovered").asDouble());
        double readings = ours.get("readings").asDouble();
        assertTrue(readings >= 1, "the ring does not reach back: " + readings);
        assertTrue(readings <= 20, "not once for each client: " + readings);
    }

    private static JsonNode of(Contender contender, String raw) throws Exception {
        for (JsonNode result : new ObjectMapper().readTree(raw)) {
            if (result.get("server").asText().equals(contender.label())) {
                return result;
            }
        }
        throw new AssertionError("nothing of " + contender.label());
    }

    @Test
    void what_is_not_understood_is_said_and_exits_2() {
        assertEquals(2, BenchMain.execute());
        assertEquals(2, BenchMain.execute("no-such-benchmark"));
        assertEquals(2, BenchMain.execute("fanout", "--scenario", "no-such-scenario"));
        assertEquals(2, BenchMain.execute("fanout", "--transport", "carrier-pigeon"));
        assertEquals(2, BenchMain.execute("fanout", "--server", "no-such-server"));
        assertEquals(2, BenchMain.execute("fanout", "--connections", "0"));
        assertEquals(2, BenchMain.execute("fanout", "--connections", "2000000"));
    }
}
