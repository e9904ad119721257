package dev.wardcast.bench.chat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
class ChatTest {

    @TempDir Path report;

    @Test
    void the_whole_benchmark_runs_in_small_and_reports_us_beside_the_bare_relay() throws Exception {
        assertEquals(0, BenchMain.execute("chat", "--quick", "--out=" + report));
        JsonNode results =
                new ObjectMapper().readTree(Files.readString(report.resolve("chat.json")));
        assertEquals(2, results.size(), "two subjects");
        for (JsonNode result : results) {
            assertTrue(result.get("p99 ms").asDouble() > 0, result.toString());
            assertTrue(result.get("deliveries/s").asDouble() > 0, result.toString());
        }
        String markdown = Files.readString(report.resolve("chat.md"));
        assertTrue(markdown.contains("Wardcast ÷ bare relay"));
        assertTrue(markdown.matches("(?s).*Wardcast ÷ disk, p99 ms: [^.]*/s [0-9].*"), markdown);
    }

    @Test
    void what_is_not_understood_is_said_and_exits_2() {
        assertEquals(2, BenchMain.execute("chat", "--users", "0"));
        assertEquals(2, BenchMain.execute("chat", "--rates", "fast"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 106, 10_000})
    void every_user_is_in_one_conversation_of_2_to_50_or_51(int users) {
        Circles circles = new Circles(users);
        int seen = 0;
        for (int circle = 0; circle < circles.count(); circle++) {
            int size = circles.members(circle).size();
            assertTrue(size >= 2 && size <= 51, "size " + size);
            for (int user : circles.members(circle)) {
                assertEquals(circle, circles.of(user));
                seen++;
            }
        }
        assertEquals(users, seen);
    }
}
