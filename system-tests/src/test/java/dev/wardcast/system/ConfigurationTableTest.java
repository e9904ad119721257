package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the code does. */
class ConfigurationTableTest {

    /** A row of a table: key, meaning, default; {@code –} where there is no default. */
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z][a-zA-Z0-9.*-]+)` \\| .+ \\| (?:`([^`]+)`|–) \\|");

    private static final Map<String, String> documented = new TreeMap<>();
    private static ConfigurationKeys code;

    @BeforeAll
    static void read() throws IOException {
        code = ConfigurationKeys.ofTheCode();
        for (String line :
                Files.readAllLines(Processes.root().resolve("docs").resolve("configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String before =
                        documented.put(
                                row.group(1),
                                row.group(2) == null ? ConfigurationKeys.NONE : row.group(2));
                assertEquals(null, before, row.group(1) + " is there twice");
            }
        }
    }

    @Test
    void every_key_of_ours_is_in_the_table_and_the_table_has_no_other() {
        TreeSet<String> ours = new TreeSet<>(documented.keySet());
        ours.removeIf(key -> !key.startsWith("wardcast."));
        assertFalse(ours.isEmpty(), "no row was understood");
        assertEquals(lines(code.ours().keySet()), lines(ours));
    }

    @Test
    void every_default_is_the_codes_own() {
        TreeMap<String, String> real = new TreeMap<>(documented);
        real.replaceAll((key, told) ->
                key.startsWith("wardcast.")
                        ? code.ours().getOrDefault(key, told)
                        : code.setByFiles().getOrDefault(key, "not set by any module"));
        assertEquals(lines(real.entrySet()), lines(documented.entrySet()));
    }

    /** One a line, so that a difference is easy to see. */
    private static String lines(Iterable<?> items) {
        StringBuilder text = new StringBuilder();
        items.forEach(item -> text.append(item).append('\n'));
        return text.toString();
    }
}
