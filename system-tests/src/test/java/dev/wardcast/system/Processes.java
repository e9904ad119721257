package dev.wardcast.system;

import dev.wardcast.testsupport.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Programs of ours as processes of their own, started as the launcher starts them. */
public final class Processes {

    private Processes() {}

    /** A running program; closing it ends it as Ctrl-C does. */
    public static final class Running implements AutoCloseable {
        private final Process process;
        private final ConcurrentLinkedDeque<String> lines = new ConcurrentLinkedDeque<>();
        private final CountDownLatch ready = new CountDownLatch(1);

        private Running(Process process) {
            this.process = process;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader output =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line);
                    if (line.contains(" ready http")) {
                        ready.countDown();
                    }
                }
            } catch (IOException killed) {
                // Its output ends where it does.
            } finally {
                ready.countDown();
            }
        }

        public Running awaitReady() throws InterruptedException {
            boolean told = ready.await(120, TimeUnit.SECONDS);
            if (!told || !process.isAlive()) {
                throw new AssertionError("not ready:\n" + output());
            }
            return this;
        }

        String output() {
            return String.join("\n", lines);
        }

        int awaitExit(Duration timeout) throws InterruptedException {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running:\n" + output());
            }
            return process.exitValue();
        }

        /** kill -9. */
        public void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** SIGTERM. */
        void terminate() {
            process.destroy();
        }

        long pid() {
            return process.pid();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        }
    }

    static Running wardcast(String... arguments) throws IOException {
        return wardcast(List.of(), arguments);
    }

    /**
     * @param options for the virtual machine, such as settings
     */
    static Running wardcast(List<String> options, String... arguments) throws IOException {
        return start("local-stack", "dev.wardcast.local.Wardcast", options, arguments);
    }

    /**
     * @param options for the virtual machine, such as settings
     */
    public static Running gateway(Path data, int port, String... options) throws IOException {
        return start(
                "stream-gateway",
                "dev.wardcast.gateway.Application",
                List.of(options),
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port));
    }

    static Running accessService(int port, String redisUrl, String databaseUrl, String... options)
            throws IOException {
        return start(
                "access-service",
                "dev.wardcast.access.Application",
                List.of(options),
                "--port",
                Integer.toString(port),
                "--redis-url",
                redisUrl,
                "--database-url",
                databaseUrl);
    }

    static Running alertService(int port, String redisUrl, String databaseUrl) throws IOException {
        return start(
                "alert-service",
                "dev.wardcast.alerts.Application",
                List.of(),
                "--port",
                Integer.toString(port),
                "--redis-url",
                redisUrl,
                "--database-url",
                databaseUrl);
    }

    static Running vitalsIngest(int port, String redisUrl, String databaseUrl) throws IOException {
        return start(
                "vitals-ingest",
                "dev.wardcast.vitals.Application",
                List.of(),
                "--port",
                Integer.toString(port),
                "--redis-url",
                redisUrl,
                "--database-url",
                databaseUrl);
    }

    /** A gateway that no stack is behind. */
    static Running gateway(int port, String redisUrl, String... options) throws IOException {
        return start(
                "stream-gateway",
                "dev.wardcast.gateway.Application",
                List.of(options),
                "--port",
                Integer.toString(port),
                "--redis-url",
                redisUrl);
    }

    private static Running start(
            String module, String main, List<String> options, String... arguments)
            throws IOException {
        Path root = root();
        Path target = root.resolve(module).resolve("target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx384m"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.add("-cp");
        command.add(
                target.resolve(module + "-0.1.0.jar")
                        + ":"
                        + Files.readString(target.resolve("classpath")).strip());
        command.add(main);
        command.addAll(List.of(arguments));
        return new Running(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The root of the checkout. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("wardcast")) ? here : here.getParent();
    }

    public static int freePort() throws IOException {
        return FreePort.find();
    }
}
