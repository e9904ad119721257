package dev.wardcast.bench.subject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program in a directory of its own, where its output goes too. Ends with this JVM. */
public final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path directory;
    private final Thread atExit = new Thread(this::end);

    private ChildProcess(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    static ChildProcess start(
            Path directory, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log(directory).toFile());
        try {
            return new ChildProcess(builder.start(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + " can't be started", e);
        }
    }

    /** A JVM with this class path and a gateway's options. */
    static ChildProcess java(
            Path directory, Map<String, String> environment, String main, String... arguments) {
        return java(
                directory,
                environment,
                LaunchOptions.ofGateway(),
                System.getProperty("java.class.path"),
                main,
                arguments);
    }

    /**
     * A JVM like this one.
     *
     * @param options see {@link LaunchOptions}
     */
    public static ChildProcess java(
            Path directory,
            Map<String, String> environment,
            List<String> options,
            String classPath,
            String main,
            String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        return start(directory, environment, command);
    }

    /** A new one for one program; it goes with it. */
    public static Path directory(String name) {
        try {
            return Files.createTempDirectory("wardcast-bench-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Below the ports that outgoing connections use. */
    public static int freePort() {
        for (int port = 20_000 + (int) (System.nanoTime() & 4_095); port < 32_000; port++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(port));
                return port;
            } catch (IOException busy) {
                continue;
            }
        }
        throw new IllegalStateException("no free port between 20000 and 32000");
    }

    /** Returns when it takes connections. */
    public ChildProcess awaitPort(int port) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!listens(port)) {
                if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    String story = Files.readString(log(directory));
                    close();
                    throw new IllegalStateException("a server did not start:\n" + story);
                }
            }
            return this;
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The program and what it has started. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        delete(directory);
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // It is temporary, and the system's business then.
        }
    }

    private static Path log(Path directory) {
        return directory.resolve("output.log");
    }
}
