package dev.wardcast.embedded;

import static java.util.stream.Collectors.joining;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server as a child process, with a guard beside it.
 *
 * <p>The guard is a small shell that reads from a pipe which only this JVM holds open. The pipe
 * ends when we close it (an orderly stop) or when this JVM is gone, by whatever death; then the
 * guard interrupts the server, kills it after ten seconds, and deletes its temporary directory.
 *
 * <p>Both run in sessions of their own where {@code setsid} exists: Ctrl-C in a terminal reaches
 * this JVM alone, which ends its services before their servers.
 */
final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    /** What a server says that crashes: Redis some six hundred lines. */
    private static final int LINES_KEPT = 1_000;

    private static final int LINES_OF_STORY = 30;

    /** Where Redis tells what it was asked when it crashed: it may be about patients. */
    private static final Pattern DATA = Pattern.compile("argv\\[|[Kk]ey '");

    private static final File DEV_NULL = new File("/dev/null");
    private static final boolean SETSID = Files.isExecutable(Path.of("/usr/bin/setsid"));

    /** Arguments: signal, process id, directory to delete or nothing. */
    private static final String GUARD =
            """
            trap '' INT TERM HUP
            # A line means that the directory is still wanted, the end of the pipe that nobody is left.
            read -r _ && set -- "$1" "$2" ''
            kill -s "$1" "$2" 2>/dev/null
            tenths=0
            while kill -0 "$2" 2>/dev/null && [ $tenths -lt 100 ]; do
              sleep 0.1
              tenths=$((tenths + 1))
            done
            kill -s KILL "$2" 2>/dev/null
            [ -z "$3" ] || rm -rf -- "$3"
            """;

    private final String name;
    private final Process process;
    private final Process guard;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;
    private volatile boolean running;
    private volatile boolean ending;

    /**
     * @param stopSignal what makes this server stop in good order
     * @param deleteAfterUs deleted by the guard if this JVM dies
     */
    static ServerProcess start(
            String name,
            List<String> command,
            Map<String, String> environment,
            String stopSignal,
            Optional<Path> deleteAfterUs) {
        try {
            ProcessBuilder builder = new ProcessBuilder(inOwnSession(command));
            builder.redirectErrorStream(true).redirectInput(Redirect.from(DEV_NULL));
            builder.environment().putAll(environment);
            Process process = builder.start();
            Process guard = null;
            try {
                guard =
                        new ProcessBuilder(
                                        inOwnSession(
                                                List.of(
                                                        "/bin/sh",
                                                        "-c",
                                                        GUARD,
                                                        "wardcast-guard",
                                                        stopSignal,
                                                        Long.toString(process.pid()),
                                                        deleteAfterUs
                                                                .map(Path::toString)
                                                                .orElse(""))))
                                .redirectOutput(Redirect.DISCARD)
                                .redirectError(Redirect.DISCARD)
                                .start();
            } finally {
                if (guard == null) {
                    process.destroyForcibly();
                }
            }
            return new ServerProcess(name, process, guard);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + command.getFirst(), e);
        }
    }

    private ServerProcess(String name, Process process, Process guard) {
        this.name = name;
        this.process = process;
        this.guard = guard;
        reader = Thread.ofPlatform().daemon().name(name + "-log").start(this::keepLastLines);
        // The process id may be given anew once the server is gone: its guard must not outlive it.
        process.onExit()
                .thenRun(() -> {
                    guard.destroyForcibly();
                    if (running && !ending) {
                        tellItsEnd();
                    }
                });
    }

    /** Nobody asked it to end. What it said is all that there is to find out why. */
    private void tellItsEnd() {
        awaitLastWords();
        LOG.error(
                "{} ended by itself with exit code {}{}",
                name,
                process.exitValue(),
                lines(LINES_KEPT));
    }

    /** They may still be in the pipe. */
    private void awaitLastWords() {
        try {
            reader.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> inOwnSession(List<String> command) {
        if (!SETSID) {
            return command;
        }
        List<String> all = new ArrayList<>(command.size() + 1);
        all.add("/usr/bin/setsid");
        all.addAll(command);
        return all;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits until {@code ready}, asked every few milliseconds.
     *
     * @throws EmbeddedServerException with the server's last lines when it ends or takes too long
     */
    void awaitReady(Duration timeout, BooleanSupplier ready) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!ready.getAsBoolean()) {
                if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                    awaitLastWords();
                    throw new EmbeddedServerException(
                            name
                                    + " ended with exit code "
                                    + process.exitValue()
                                    + lines(LINES_OF_STORY));
                }
                if (System.nanoTime() > deadline) {
                    kill();
                    throw new EmbeddedServerException(
                            name
                                    + " was not ready within "
                                    + timeout.toSeconds()
                                    + " s"
                                    + lines(LINES_OF_STORY));
                }
            }
            running = true;
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while " + name + " started", e);
        }
    }

    /** Orderly, by the guard; by force when that takes longer than it may. */
    void stop() {
        ending = true;
        try {
            guard.getOutputStream().write('\n');
            guard.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the guard of {} was gone already", name);
        }
        if (!guard.isAlive()) {
            process.destroy();
        }
        awaitExit(STOP_TIMEOUT);
    }

    /** As a crash would. */
    void kill() {
        ending = true;
        process.destroyForcibly();
        awaitExit(STOP_TIMEOUT);
    }

    private void awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} did not stop within {} s: killed", name, timeout.toSeconds());
                process.destroyForcibly().waitFor();
            }
            guard.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            guard.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, "" + pid)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run /bin/sh", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keepLastLines() {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line; (line = reader.readLine()) != null; ) {
                LOG.trace("{}: {}", name, line);
                synchronized (lastLines) {
                    if (lastLines.size() == LINES_KEPT) {
                        lastLines.removeFirst();
                    }
                    lastLines.addLast(line);
                }
            }
        } catch (IOException e) {
            LOG.debug("no more lines from {}", name);
        }
    }

    private String lines(int most) {
        synchronized (lastLines) {
            return lastLines.isEmpty()
                    ? ""
                    : lastLines.stream()
                            .filter(line -> !DATA.matcher(line).find())
                            .skip(Math.max(0, lastLines.size() - most))
                            .collect(joining("\n", ". Its last lines:\n", ""));
        }
    }
}
