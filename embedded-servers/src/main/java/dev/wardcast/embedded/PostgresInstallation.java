package dev.wardcast.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands of one PostgreSQL: how its files are created and how it is run on them. */
final class PostgresInstallation {

    private final PostgresAccount account;
    private final Path home;
    private final Path directory;
    private final Path files;
    private final boolean fast;

    PostgresInstallation(PostgresAccount account, Path directory, boolean fast) {
        this.account = account;
        this.home = Binaries.postgres(account.cacheDirectory());
        this.directory = directory;
        this.files = directory.resolve("files");
        this.fast = fast;
    }

    Path pidFile() {
        return files.resolve("postmaster.pid");
    }

    Map<String, String> environment() {
        // Messages in English, times as in our own log.
        return Map.of("LC_ALL", "C", "TZ", "UTC");
    }

    /** Creates the files unless they are there. A creation that was cut short is begun anew. */
    void initialize(String user, String password) {
        if (Files.exists(files.resolve("PG_VERSION"))) {
            account.take(directory);
            return;
        }
        try {
            Path half = directory.resolve("initializing");
            DataDirectory.delete(half);
            Path passwordFile = Files.createTempFile(directory, "initial-", "");
            try {
                Files.writeString(passwordFile, password);
                account.take(directory);
                run(initCommand(half, user, passwordFile));
                Files.move(half, files, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(passwordFile);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create the database files in " + directory, e);
        }
    }

    private List<String> initCommand(Path into, String user, Path passwordFile) {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(
                List.of(
                        home.resolve("bin/initdb").toString(),
                        "--pgdata=" + into,
                        "--username=" + user,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        // Sorts the same on every machine.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions"));
        if (fast) {
            command.add("--no-sync");
        }
        return command;
    }

    List<String> serverCommand(int port) {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(
                List.of(
                        home.resolve("bin/postgres").toString(),
                        "-D",
                        files.toString(),
                        "-p",
                        "" + port));
        setting(command, "listen_addresses", "127.0.0.1");
        setting(command, "unix_socket_directories", "");
        setting(command, "max_connections", "300");
        setting(command, "timezone", "UTC");
        setting(command, "log_timezone", "UTC");
        // A fresh database grows from nothing, and plans made for nothing read whole tables until
        // statistics say otherwise. The default minute is for tables that have their size already.
        setting(command, "autovacuum_naptime", "5s");
        // Files of this size are in memory or on an SSD.
        setting(command, "random_page_cost", "1.1");
        if (fast) {
            setting(command, "fsync", "off");
            setting(command, "synchronous_commit", "off");
            setting(command, "full_page_writes", "off");
        }
        return command;
    }

    private static void setting(List<String> command, String name, String value) {
        command.add("-c");
        command.add(name + "=" + value);
    }

    private void run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new EmbeddedServerException(
                        "initdb failed with exit code " + process.exitValue() + ":\n" + output);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted during initdb", e);
        }
    }
}
