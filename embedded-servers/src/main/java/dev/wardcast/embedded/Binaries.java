package dev.wardcast.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The servers' executables, unpacked from the class path once and kept for the next start.
 *
 * <p>They lie under {@code $XDG_CACHE_HOME/wardcast}, else {@code ~/.cache/wardcast}, or where the
 * system property {@code wardcast.cache} says. A name ends with the checksum of the archive, so an
 * upgrade never runs the old files. Two JVMs may unpack at once: the first one to finish wins.
 */
final class Binaries {

    static final String REDIS_VERSION = "7.0.15";

    private static final String REDIS_OF_ONES_OWN = "WARDCAST_REDIS_SERVER";

    private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");

    private static final boolean ARM =
            System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("aarch64|arm64");

    private Binaries() {}

    /**
     * The redis-server executable: what {@code WARDCAST_REDIS_SERVER} names, else the one that came
     * along.
     *
     * @throws EmbeddedServerException if the one that is named can't be run
     */
    static Path redisServer() {
        String chosen = System.getenv(REDIS_OF_ONES_OWN);
        return chosen == null || chosen.isBlank()
                ? unpackedRedis()
                : ownRedis(Path.of(chosen).toAbsolutePath());
    }

    static Path ownRedis(Path program) {
        if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
            throw new EmbeddedServerException(
                    REDIS_OF_ONES_OWN
                            + ": "
                            + program
                            + " (expected: a redis-server of version 7 or later)");
        }
        return program;
    }

    private static Path unpackedRedis() {
        String resource =
                "/redis-server-%s-%s-%s"
                        .formatted(
                                REDIS_VERSION, MAC ? "darwin" : "linux", ARM ? "arm64" : "amd64");
        Path directory =
                unpacked(
                        cacheDirectory(),
                        resource,
                        (in, into) -> {
                            Path file = into.resolve("redis-server");
                            Files.copy(in, file);
                            Files.setPosixFilePermissions(
                                    file, PosixFilePermissions.fromString("rwxr-xr-x"));
                        });
        return directory.resolve("redis-server");
    }

    /** The PostgreSQL installation: {@code bin}, {@code lib}, {@code share}. */
    static Path postgres(Path cache) {
        String resource =
                "/postgres-%s-%s.txz"
                        .formatted(MAC ? "darwin" : "linux", ARM ? "arm_64" : "x86_64");
        return unpacked(cache, resource, Binaries::untar);
    }

    static Path cacheDirectory() {
        String chosen = System.getProperty("wardcast.cache");
        if (chosen != null) {
            return Path.of(chosen).toAbsolutePath();
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home =
                xdg != null && !xdg.isBlank()
                        ? Path.of(xdg)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return home.resolve("wardcast").toAbsolutePath();
    }

    private interface Unpacking {
        void unpack(InputStream in, Path into) throws IOException;
    }

    private static Path unpacked(Path cache, String resource, Unpacking unpacking) {
        URL url = Binaries.class.getResource(resource);
        if (url == null) {
            throw new EmbeddedServerException(
                    resource.substring(1)
                            + " is not on the class path: no embedded server for this machine ("
                            + System.getProperty("os.name")
                            + ", "
                            + System.getProperty("os.arch")
                            + "). Use --redis-url and --database-url with servers of your own.");
        }
        try {
            String name =
                    resource.substring(1).replaceFirst("\\.txz$", "") + "-" + fingerprint(url);
            Path target = cache.resolve(name);
            if (Files.isDirectory(target)) {
                return target;
            }
            Files.createDirectories(cache);
            Path half = Files.createTempDirectory(cache, ".unpacking-");
            try (InputStream in = url.openStream()) {
                // Readable for the account that PostgreSQL runs under when we are root.
                Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
                unpacking.unpack(in, half);
                Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException
                    | DirectoryNotEmptyException
                    | AtomicMoveNotSupportedException e) {
                if (!Files.isDirectory(target)) {
                    throw e;
                }
            } finally {
                DataDirectory.delete(half);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot unpack " + resource.substring(1) + " to " + cache, e);
        }
    }

    private static String fingerprint(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        return HexFormat.of()
                .toHexDigits(
                        connection instanceof JarURLConnection jar && jar.getJarEntry() != null
                                ? (int) jar.getJarEntry().getCrc()
                                : (int) connection.getContentLengthLong());
    }

    private static void untar(InputStream in, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                Path path = into.resolve(entry.getName()).normalize();
                if (!path.startsWith(into)) {
                    throw new IOException("entry leaves the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(tar, path);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path,
                            PosixFilePermissions.fromString(
                                    executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
