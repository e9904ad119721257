package dev.wardcast.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL 18 on the loopback address, with a password of its own. With a data directory it is
 * durable, without one it forgets everything on {@link #close}.
 *
 * <p>Thread-safe. Works as root too. Ends with this JVM, even when that is killed; a server that
 * was left behind on the same directory is ended before the start.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    /** What runs. */
    public static final String VERSION = "18.6";

    private static final String USER = "wardcast";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Builder settings;
    private final int port;
    private final DataDirectory data;
    private @Nullable ServerProcess process;
    private @Nullable String password;

    private EmbeddedPostgres(Builder settings) {
        this.settings = settings;
        this.port = settings.port == 0 ? FreePorts.next() : settings.port;
        this.data = DataDirectory.of(settings.dataDir, "postgres");
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Options; the defaults are a free port, a temporary directory, durable. */
    public static final class Builder {
        private int port;
        private @Nullable Path dataDir;
        private boolean fast;
        private boolean stopOnExit = true;
        private @Nullable PostgresAccount account;

        private Builder() {}

        /** 0 for a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Keeps the data there; created when missing. */
        public Builder dataDir(Path dataDir) {
            this.dataDir = dataDir;
            return this;
        }

        /** For tests: nothing is forced to disk, so a crash of the machine may spoil the data. */
        public Builder fast(boolean fast) {
            this.fast = fast;
            return this;
        }

        /**
         * {@code false} leaves the server running while shutdown hooks run, for callers that stop
         * it in an order of their own. It still ends when the JVM is gone.
         */
        public Builder stopOnExit(boolean stopOnExit) {
            this.stopOnExit = stopOnExit;
            return this;
        }

        Builder account(PostgresAccount account) {
            this.account = account;
            return this;
        }

        /** Starts the server; returns when it takes connections. */
        public EmbeddedPostgres start() {
            EmbeddedPostgres server = new EmbeddedPostgres(this);
            try {
                return server.start();
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        }
    }

    /**
     * Starts after a {@link #stop} or {@link #kill}; creates the cluster of databases when the
     * directory is new.
     *
     * @throws EmbeddedServerException with the server's last lines when it does not start
     */
    public synchronized EmbeddedPostgres start() {
        if (isRunning()) {
            return this;
        }
        data.lock();
        PostgresAccount account =
                settings.account != null ? settings.account : PostgresAccount.detect();
        PostgresInstallation installation =
                new PostgresInstallation(account, data.path(), settings.fast);
        Path pidFile = installation.pidFile();
        data.endLeftover(pidFile, "/postgres");
        password = PasswordFile.read(data.path().resolve("password"));
        installation.initialize(USER, password);
        ServerProcess started =
                ServerProcess.start(
                        "postgres on port " + port,
                        installation.serverCommand(port),
                        installation.environment(),
                        // "Fast" shutdown: open connections are cut, everything committed is kept.
                        "INT",
                        data.isTemporary() ? Optional.of(data.path()) : Optional.empty());
        process = started;
        if (settings.stopOnExit) {
            ExitHook.add(this);
        }
        started.awaitReady(START_TIMEOUT, () -> isReady(pidFile, started.pid()));
        return this;
    }

    /** The server writes its state into the eighth line of its pid file. */
    private static boolean isReady(Path pidFile, long pid) {
        try {
            var lines = Files.readAllLines(pidFile);
            return lines.size() >= 8
                    && lines.getFirst().strip().equals(Long.toString(pid))
                    && lines.get(7).strip().equals("ready");
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The address of a database, with the superuser and their password in it.
     *
     * @param database need not exist yet
     */
    public synchronized String jdbcUrl(String database) {
        return url(database, USER, String.valueOf(password));
    }

    private String url(String database, String user, String itsPassword) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
                .formatted(port, database, user, itsPassword);
    }

    /**
     * The address of a database for those who are no superuser: they make schemas of their own in
     * it and have no rights beyond them. What the superuser has in the database becomes theirs.
     *
     * @param kept schemas that stay the superuser's
     */
    public synchronized String servicesUrl(String database, Set<String> kept) throws SQLException {
        String itsPassword = PasswordFile.read(data.path().resolve("services-password"));
        ServicesRole.prepare(jdbcUrl(database), itsPassword, kept);
        return url(database, ServicesRole.NAME, itsPassword);
    }

    /**
     * Creates an empty database.
     *
     * @param name lower-case letters, digits and underscores, at most 63
     * @return whether it is new
     */
    public boolean createDatabase(String name) throws SQLException {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "name: " + name + " (expected: [a-z_][a-z0-9_]{0,62})");
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return true;
        } catch (SQLException e) {
            if ("42P04".equals(e.getSQLState())) { // duplicate_database
                return false;
            }
            throw e;
        }
    }

    /** In good order; connections are cut, what was committed stays. */
    public synchronized void stop() {
        if (process != null) {
            process.stop();
        }
    }

    /** As a crash would (SIGKILL); the next {@link #start} recovers. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
        }
    }

    /** Stops and starts, on the same port and directory. */
    public synchronized void restart() {
        stop();
        start();
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    public int port() {
        return port;
    }

    /**
     * @throws IllegalStateException when it does not run
     */
    public synchronized long pid() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException("postgres on port " + port + " does not run");
        }
        return process.pid();
    }

    /** Stops for good and deletes a temporary directory. */
    @Override
    public synchronized void close() {
        stop();
        ExitHook.remove(this);
        data.close();
    }
}
