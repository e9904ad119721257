package dev.wardcast.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EndingTest {

    /** A row of the table: code, reason, and what to do. */
    private static final Pattern ROW =
            Pattern.compile("\\| (4\\d{3}) \\| `(\\w+)` \\| (.+?) \\|.*");

    @Test
    void the_table_of_close_codes_has_every_ending_and_tells_whether_to_come_back()
            throws IOException {
        List<String> documented =
                Files.readAllLines(Path.of("..", "docs", "streams.md")).stream()
                        .map(ROW::matcher)
                        .filter(row -> row.matches())
                        .map(row ->
                                row.group(1)
                                        + " "
                                        + row.group(2)
                                        + (row.group(3).startsWith("no") ? " stop" : " reconnect"))
                        .toList();
        assertEquals(
                Arrays.stream(Ending.values())
                        .map(ending ->
                                ending.code()
                                        + " "
                                        + ending.reason()
                                        + (ending.reconnect() ? " reconnect" : " stop"))
                        .toList(),
                documented);
    }

    @Test
    void every_code_is_in_the_range_of_what_the_client_should_do() {
        for (Ending ending : Ending.values()) {
            assertTrue(ending.code() >= 4000 && ending.code() < 5000, ending.toString());
            assertEquals(ending.code() < 4500, ending.reconnect(), ending.toString());
        }
    }
}
