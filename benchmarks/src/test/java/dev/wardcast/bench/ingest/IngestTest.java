package dev.wardcast.bench.ingest;

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
class IngestTest {

    @TempDir Path report;

    @Test
    void the_whole_benchmark_runs_in_small_and_reports_us_beside_the_bare_server()
            throws Exception {
        assertEquals(0, BenchMain.execute("ingest", "--quick", "--out=" + report));
        JsonNode results =
                new ObjectMapper().readTree(Files.readString(report.resolve("ingest.json")));
        assertEquals(14, results.size(), "two sizes; three questions for both, and the overload");
        for (JsonNode result : results) {
            assertTrue(result.get(IngestRun.READINGS).asDouble() > 0, result.toString());
        }
        String markdown = Files.readString(report.resolve("ingest.md"));
        assertTrue(markdown.contains("## " + IngestRun.MOST));
        assertTrue(markdown.contains("## " + IngestRun.OVERLOAD));
        assertTrue(Files.readString(report.resolve("ingest.svg")).startsWith("<svg"));
    }

    @Test
    void what_is_not_understood_is_said_and_exits_2() {
        assertEquals(2, BenchMain.execute("ingest", "--readings", "0"));
        assertEquals(2, BenchMain.execute("ingest", "--readings", "1,1001"));
        assertEquals(2, BenchMain.execute("ingest", "--devices", "many"));
    }
}
