package dev.wardcast.bench.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wardcast.bench.BenchMain;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SessionsTest {

    @TempDir Path report;

    @Test
    void the_whole_benchmark_runs_in_small_and_reports_us_beside_the_bare_relay() throws Exception {
        assertEquals(0, BenchMain.execute("sessions", "--quick", "--out=" + report));
        JsonNode results =
                new ObjectMapper().readTree(Files.readString(report.resolve("sessions.json")));
        assertEquals(2, results.size());
        for (JsonNode result : results) {
            assertTrue(result.get("p99 ms").asDouble() > 0, result.toString());
            assertEquals(100, result.get("deliveries/s").asDouble(), 1);
        }
        assertTrue(
                Files.readString(report.resolve("sessions.md"))
                        .contains("## " + SessionsRun.QUESTION));
        assertTrue(Files.readString(report.resolve("sessions.svg")).startsWith("<svg"));
    }

    @Test
    void what_is_not_understood_is_said_and_exits_2() {
        assertEquals(2, BenchMain.execute("sessions", "--sessions", "0"));
        assertEquals(2, BenchMain.execute("sessions", "--rate", "fast"));
        assertEquals(2, BenchMain.execute("sessions", "--sessions", "1", "--rate", "1000"));
    }
}
