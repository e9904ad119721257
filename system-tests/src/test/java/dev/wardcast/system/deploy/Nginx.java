package dev.wardcast.system.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The nginx of this machine, as Debian and others package it. */
final class Nginx implements AutoCloseable {

    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/sbin/nginx"),
                    Path.of("/usr/local/bin/nginx"),
                    Path.of("/opt/homebrew/bin/nginx"));

    private final Process process;

    private Nginx(Process process) {
        this.process = process;
    }

    /** Skips the test where there is none and none can be installed. */
    static Path required() {
        if (found() == null && "root".equals(System.getProperty("user.name"))) {
            run(List.of("apt-get", "install", "-y", "--no-install-recommends", "nginx-light"));
        }
        Path nginx = found();
        Assumptions.assumeTrue(
                nginx != null, "nginx is not here (`apt-get install nginx-light` brings it)");
        return nginx;
    }

    private static Path found() {
        return PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
    }

    /** What {@code nginx -t} says; it ends with "successful" where all is well. */
    static String test(Path configuration) {
        return run(command(required(), configuration, "-t"));
    }

    /** Starts it; returns when it answers at the port. */
    static Nginx start(Path configuration, int port) throws IOException {
        Process process =
                new ProcessBuilder(command(required(), configuration, "-g", "daemon off;"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Nginx nginx = new Nginx(process);
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> Http.status("http://localhost:" + port + "/-/alive") == 204);
        return nginx;
    }

    private static List<String> command(Path nginx, Path configuration, String... more) {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                nginx.toString(),
                                "-e",
                                "stderr",
                                "-p",
                                configuration.getParent().toString(),
                                "-c",
                                configuration.toString()));
        command.addAll(List.of(more));
        return command;
    }

    private static String run(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(3, TimeUnit.MINUTES);
            return output;
        } catch (IOException absent) {
            return String.valueOf(absent.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
