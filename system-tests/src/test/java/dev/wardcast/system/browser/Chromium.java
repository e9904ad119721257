package dev.wardcast.system.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser without a window, if this machine has one. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

    private final Process process;

    private Chromium(Process process) {
        this.process = process;
    }

    /** Where it is: what WARDCAST_TEST_CHROMIUM says, else what is on the PATH. */
    static Optional<Path> find() {
        String given = System.getenv("WARDCAST_TEST_CHROMIUM");
        if (given != null) {
            return Optional.of(Path.of(given));
        }
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Where it is. Without one the test is skipped. */
    static Path required() {
        Optional<Path> found = find();
        assumeTrue(
                found.isPresent(),
                "no Chromium (expected: chromium on the PATH, or WARDCAST_TEST_CHROMIUM):"
                        + " this is not tried in a browser");
        return found.orElseThrow();
    }

    static Chromium open(Path program, Path profile, String address, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        // Without its sandbox, because that does not work for root; the pages are our own.
        command.addAll(
                List.of(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--user-data-dir=" + profile));
        command.addAll(List.of(options));
        command.add(address);
        return new Chromium(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                profile.resolveSibling(profile.getFileName() + ".log").toFile())
                        .start());
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}
