package dev.wardcast.system.browser;

import static org.junit.jupiter.api.Assumptions.abort;

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

    /** What WARDCAST_TEST_CHROMIUM says where the package is wanted in any case. */
    private static final String PACKAGE = "package";

    /**
     * Where it is: what WARDCAST_TEST_CHROMIUM says, else what is on the PATH, else the {@link
     * ChromiumPackage}. Where there is none at all the test is skipped, and says why.
     */
    static Path required() throws InterruptedException {
        String given = System.getenv().getOrDefault("WARDCAST_TEST_CHROMIUM", "");
        if (!given.isEmpty() && !given.equals(PACKAGE)) {
            return Path.of(given);
        }
        Optional<Path> installed = given.equals(PACKAGE) ? Optional.empty() : onThePath();
        if (installed.isPresent()) {
            return installed.get();
        }
        try {
            return ChromiumPackage.install();
        } catch (IOException none) {
            return abort(
                    "not tried in a browser: no Chromium on the PATH, nor in WARDCAST_TEST_CHROMIUM,"
                            + " and none could be had by npm: "
                            + none);
        }
    }

    private static Optional<Path> onThePath() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
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
        ProcessBuilder browser =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                profile.resolveSibling(profile.getFileName() + ".log").toFile());
        browser.environment().putAll(ChromiumPackage.environment(program));
        return new Chromium(browser.start());
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
