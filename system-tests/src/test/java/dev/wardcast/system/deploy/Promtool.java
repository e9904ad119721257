package dev.wardcast.system.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own look at rules, where it is installed. */
final class Promtool {

    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/bin/promtool"),
                    Path.of("/usr/local/bin/promtool"),
                    Path.of("/opt/homebrew/bin/promtool"));

    private Promtool() {}

    static void check(Path rules) throws IOException, InterruptedException {
        Path promtool = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(
                promtool != null, "promtool is not here (Debian's package prometheus has it)");
        Process process =
                new ProcessBuilder(promtool.toString(), "check", "rules", rules.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }
}
