package dev.wardcast.bench.alerts;

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
class AlertsTest {

    @TempDir Path report;

    @Test
    void the_whole_benchmark_runs_in_small_and_reports_us_beside_the_bare_machine()
            throws Exception {
        assertEquals(0, BenchMain.execute("alerts", "--quick", "--out=" + report));
        JsonNode results =
                new ObjectMapper().readTree(Files.readString(report.resolve("alerts.json")));
        assertEquals(4, results.size(), "two questions, two subjects");
        for (JsonNode result : results) {
            String main =
                    result.get("question").asText().equals(AlertsRun.LATENCY)
                            ? "p99 ms"
                            : "samples/s";
            assertTrue(result.get(main).asDouble() > 0, result.toString());
        }
        String markdown = Files.readString(report.resolve("alerts.md"));
        assertTrue(markdown.contains("## " + AlertsRun.EVALUATION));
        assertTrue(markdown.contains("## " + AlertsRun.LATENCY));
        assertTrue(markdown.matches("(?s).*Wardcast ÷ disk, p99 ms: [^.]*/s [0-9].*"), markdown);
        assertTrue(Files.readString(report.resolve("alerts.svg")).startsWith("<svg"));
    }

    @Test
    void what_is_not_understood_is_said_and_exits_2() {
        assertEquals(2, BenchMain.execute("alerts", "--patients", "0"));
        assertEquals(2, BenchMain.execute("alerts", "--rates", "fast"));
        assertEquals(2, BenchMain.execute("alerts", "--duration", "0"));
    }
}
