package dev.wardcast.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Where one server keeps its files: either a directory that stays, locked so that no second JVM
 * runs a server on it, or a temporary one that is deleted on {@link #close}.
 */
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final boolean temporary;
    private @Nullable FileChannel lock;

    private DataDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    static DataDirectory of(@Nullable Path kept, String name) {
        try {
            if (kept == null) {
                return new DataDirectory(
                        Files.createTempDirectory("wardcast-" + name + "-").toRealPath(), true);
            }
            Files.createDirectories(kept);
            return new DataDirectory(kept.toRealPath(), false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the data directory of " + name, e);
        }
    }

    Path path() {
        return path;
    }

    boolean isTemporary() {
        return temporary;
    }

    /** Takes the lock, which ends with this JVM at the latest; again is fine. */
    void lock() {
        if (lock != null) {
            return;
        }
        Path file = path.resolve("in-use");
        try {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    lock = channel;
                    return;
                }
            } catch (OverlappingFileLockException e) {
                // Another server of this very JVM: refused below like any other.
            }
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + file, e);
        }
        throw new EmbeddedServerException(
                path + " is in use by a Wardcast that still runs; stop it or choose another");
    }

    /**
     * Ends a server that a killed JVM left behind on this directory.
     *
     * @param pidFile its first line is the process id
     * @param executable the process is only touched when it runs this, on this directory
     */
    void endLeftover(Path pidFile, String executable) {
        Optional<ProcessHandle> leftover = readPid(pidFile).flatMap(ProcessHandle::of);
        if (leftover.isEmpty() || !isServer(leftover.get(), executable)) {
            return;
        }
        ProcessHandle process = leftover.get();
        try {
            ServerProcess.signal("INT", process.pid());
            process.onExit().get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isServer(ProcessHandle process, String executable) {
        boolean runs =
                process.info().command().map(command -> command.endsWith(executable)).orElse(false);
        // A process id may have been given anew, even to the server of another installation.
        return runs
                && Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.startsWith(path.toString()));
    }

    private static Optional<Long> readPid(Path pidFile) {
        try (var lines = Files.lines(pidFile)) {
            return lines.findFirst().map(String::strip).map(Long::valueOf);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
                lock = null;
            }
            if (temporary) {
                delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + path, e);
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        // A server that is just ending deletes its own files meanwhile.
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        Files.deleteIfExists(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
