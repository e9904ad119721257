package dev.wardcast.system;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quick starts, typed as they are written. */
class QuickStartTest {

    @TempDir static Path data;
    private static Stack stack;

    @BeforeAll
    static void start() throws Exception {
        stack = Stack.start(data.resolve("stack"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dashboard, node",
        "devices, python3",
        "admin, curl",
        "operator, curl",
    })
    void a_reader_gets_what_the_page_shows(String who, String takes) throws Exception {
        for (String program : List.of("bash", "curl", takes)) {
            assumeTrue(
                    onPath(program),
                    program + " is not on the PATH: the quick start for " + who + " is not tried");
        }
        QuickStart page =
                new QuickStart(
                        Processes.root().resolve("docs/quickstart-" + who + ".md"),
                        stack.url(),
                        data.resolve(who));
        assertTrue(page.steps() > 1, "it has something to type");
        page.follow();
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
