package dev.wardcast.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Under which account PostgreSQL runs, which refuses to run as root.
 *
 * <p>An ordinary user's server runs as that user. Root's runs in a user namespace of its own, where
 * root is nobody but still owns its files. Where a container forbids namespaces, it runs as {@code
 * nobody}, to whom the data directory is given.
 */
enum PostgresAccount {
    OWN,
    NAMESPACE("unshare", "-U"),
    NOBODY("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private final List<String> prefix;

    PostgresAccount(String... prefix) {
        this.prefix = List.of(prefix);
    }

    /** What to put before a command so that it runs under this account. */
    List<String> prefix() {
        return prefix;
    }

    static PostgresAccount detect() {
        if (!succeeds("/bin/sh", "-c", "test \"$(id -u)\" = 0")) {
            return OWN;
        }
        if (succeeds("unshare", "-U", "true")) {
            return NAMESPACE;
        }
        if (succeeds("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "true")) {
            return NOBODY;
        }
        throw new EmbeddedServerException(
                "PostgreSQL does not run as root, and neither unshare nor setpriv works here."
                        + " Start as an ordinary user, or use --database-url.");
    }

    /**
     * Where the executables are unpacked. Root's own cache is closed to nobody, and what root runs
     * must not lie where others may write.
     */
    Path cacheDirectory() {
        return this == NOBODY ? Path.of("/var/cache/wardcast") : Binaries.cacheDirectory();
    }

    /** Makes the directory usable for the account. */
    void take(Path directory) {
        if (this != NOBODY) {
            return;
        }
        if (!succeeds("chown", "-R", "65534:65534", directory.toString())) {
            throw new EmbeddedServerException("cannot give " + directory + " to nobody");
        }
        if (!succeeds(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "test",
                "-w",
                directory.toString())) {
            throw new EmbeddedServerException(
                    directory
                            + " lies in a directory that only root may enter, but PostgreSQL runs"
                            + " as nobody here. Choose another with --data, or start as an ordinary"
                            + " user.");
        }
    }

    private static boolean succeeds(String... command) {
        if (!command[0].startsWith("/") && !isInstalled(command[0])) {
            return false;
        }
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isInstalled(String command) {
        return List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin").stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }
}
